"""What the rules on running text share: passages, lists of parts, shares, names and dated terms."""
