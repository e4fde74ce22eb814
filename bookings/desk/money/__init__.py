"""The verbs that touch money: taking and giving it back, the ledger's lines, what a cancellation keeps."""
