import unittest

from lateness import lateness_words


class Lateness(unittest.TestCase):
    def test_it_has_as_many_digits_as_help(self):
        self.assertEqual(lateness_words(0.214), "0.21 ms late")
        self.assertEqual(lateness_words(1234.6), "1235 ms late")
        self.assertEqual(lateness_words(-3), "3.00 ms early")


if __name__ == "__main__":
    unittest.main()
