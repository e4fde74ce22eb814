/* fan: opens N WebSocket connections to a server and measures how it fans a change out to all of them.
 *
 * A "change" is a text sent on the first connection. The server answers by sending one fragment to everybody, marked
 * with t=<CLOCK_MONOTONIC in ns> n=<number>. A message may carry several fragments; every stamp counts as a delivery.
 *
 *   closed phase: WINDOW changes are under way all the time, the next one starts when one has reached everybody
 *   open phase:   RATE changes a second, whatever becomes of them
 *
 * Prints a JSON line when connected, then waits for a line "go PID,PID,…" (the processes whose CPU time is counted),
 * then prints a JSON line for each phase. Times are in ms where they say so.
 *
 *   fan -p PORT -n N [-P PATH] [-f FIRST] [-t CHANGE] [-w WINDOW]… [-d SECONDS] [-r RATE]… [-D SECONDS]
 *
 * FIRST is sent once on each connection, CHANGE is the text that makes a change, -d and -D are the lengths of the
 * phases. Engine.IO's and WebSocket's pings are answered.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "fan.h"

int port, wanted = 100;
const char *path = "/ws", *first, *change = "p";
static int windows[8], window_count;
static double rates[8], closed_seconds = 3, open_seconds = 3;
static int rate_count;

static void closed_phase(int window) {
    uint64_t begun = completed, made = 0;
    double end = 0, start = now(), progress = start;
    while (!end || now() < end) {
        for (; made < completed - begun + window; made++) make_change();
        uint64_t before = completed;
        pump(0.05);
        if (completed != before) progress = now();
        if (now() - progress > 8) {
            fprintf(stderr, "no change has reached everybody for 8 seconds\n");
            break;
        }
        if (!end && now() - start > 0.5) { /* half a second to get going */
            record();
            end = now() + closed_seconds;
        }
    }
    report("closed", window);
    for (double late = now() + 5; completed - begun < made && now() < late;) pump(0.05);
    pump_for(0.3);
}

static void open_phase(double rate) {
    uint64_t begun = completed, made = 0;
    record();
    for (double start = now(); now() - start < open_seconds;) {
        double due = start + made / rate - now();
        if (due <= 0) {
            make_change();
            made++;
        } else
            pump(due < 0.02 ? due : 0.02);
    }
    for (double late = now() + 3; completed - begun < made && now() < late;) pump(0.005);
    report("open", rate);
}

static void options(int count, char **words) {
    int option;
    while ((option = getopt(count, words, "p:n:P:f:t:w:d:r:D:")) > 0) switch (option) {
        case 'p': port = atoi(optarg); break;
        case 'n': wanted = atoi(optarg); break;
        case 'P': path = optarg; break;
        case 'f': first = optarg; break;
        case 't': change = optarg; break;
        case 'w': if (window_count < 8) windows[window_count++] = atoi(optarg); break;
        case 'd': closed_seconds = atof(optarg); break;
        case 'r': if (rate_count < 8) rates[rate_count++] = atof(optarg); break;
        case 'D': open_seconds = atof(optarg); break;
        default: exit(2);
        }
}

/* Wait for "go 12,34" on standard input, answering pings meanwhile. Its end means that there is nothing more to do. */
static int wait_for_go(void) {
    char line[1024] = "";
    int size = 0;
    fcntl(0, F_SETFL, O_NONBLOCK);
    while (!strchr(line, '\n')) {
        pump(0.02);
        int got = read(0, line + size, sizeof line - 1 - size);
        if (got == 0) return 0;
        if (got > 0) line[size += got] = 0;
    }
    for (char *pid = strtok(line, " ,\n"); pid; pid = strtok(NULL, " ,\n"))
        count_cpu_of(atoi(pid));
    return 1;
}

/* One change that reaches everybody; before that a server may not have put everybody into its room. */
static int warm_up(void) {
    for (int i = 0; i < 20; i++) {
        uint64_t before = completed;
        make_change();
        for (double end = now() + 1; now() < end && completed == before;) pump(0.02);
        if (completed > before) {
            pump_for(0.3);
            return 1;
        }
    }
    return 0;
}

int main(int count, char **words) {
    options(count, words);
    keep_figures();
    prepare();
    connect_all();
    if (!open_count || !wait_for_go()) return !open_count;
    if (!warm_up()) {
        fprintf(stderr, "no change reached everybody\n");
        return 1;
    }
    for (int i = 0; i < window_count; i++) closed_phase(windows[i]);
    for (int i = 0; i < rate_count; i++) open_phase(rates[i]);
    return 0;
}
