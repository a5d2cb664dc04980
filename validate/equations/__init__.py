"""What the arithmetic rules share: the numbers of the form as terms of equations."""
