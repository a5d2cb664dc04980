"""Tables without vertical rulings: lumps of text, rows and columns by alignment, merged labels, and doubt."""
