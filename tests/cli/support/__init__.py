"""What the tests of the program share: running it, making bundles that lie, and what it should say of them."""
