/// <reference lib="dom" />
// The overlay's modules name types of a page, and are checked once more with the tests that import them.
