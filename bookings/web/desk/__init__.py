"""What staff does at the desk without leaving the page that they are on."""
