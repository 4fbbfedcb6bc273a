"""Facts and the dataset's wording → lines of Vietnamese in which every number is a traced figure."""
