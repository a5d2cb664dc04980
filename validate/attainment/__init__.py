"""Whether a target was met: `verdict.judge` compares the words of the target with those of the actual."""
