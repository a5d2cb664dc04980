"""Pages that are pictures: straightened, their rulings found, their text recognised."""
