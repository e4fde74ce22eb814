// Loaded before a sample: each line that it prints is JSON, so that a test reads what the sample was given.
for (const way of ["log", "error"]) {
  console[way] = (...words) => process.stdout.write(`${JSON.stringify(words)}\n`);
}
