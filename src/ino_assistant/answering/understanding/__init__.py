"""What is asked: a question read as a frame of slots and the shape of its answer."""
