"""One file a format: each turns a stream of audits into a stream of text, as the audits come."""
