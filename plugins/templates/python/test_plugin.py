"""The whole of it: a core of the test's own runs the plugin, as it will for those who install it, and an event asks it for
something. The command `ticketime` is found by `npm test`, or where it is installed for all."""
import json
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import time
import unittest

ID = "my-plugin"
PATIENCE_S = 60
COMMAND = shutil.which("ticketime")


class Plugin(unittest.TestCase):
    def setUp(self):
        self.assertIsNotNone(COMMAND, "There is no command ticketime: npm install --global ticketime")
        self.folder = tempfile.mkdtemp(prefix="ticketime-plugin-")
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        serve = [COMMAND, "serve", "--port", "0", "--data-dir", self.folder]
        self.core = subprocess.Popen(serve, stdout=subprocess.PIPE, text=True)
        self.addCleanup(self.end)
        self.core.stdout.readline()  # it has told its address

    def end(self):
        if os.name == "nt":  # there the command is a script, and it is what that started that is to end
            subprocess.run(["taskkill", "/pid", str(self.core.pid), "/t", "/f"], check=False)
        else:
            self.core.terminate()
        self.core.wait()
        self.core.stdout.close()

    def ticketime(self, *words):
        """Its answer."""
        command = [COMMAND, *words, "--json", "--data-dir", self.folder]
        done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stdout)
        return json.loads(done.stdout)

    def wait_for(self, pattern):
        """Returns once the plugin's log has such a line."""
        until = time.monotonic() + PATIENCE_S
        while time.monotonic() < until:
            lines = self.ticketime("plugin", "log", ID)["lines"]
            if any(re.search(pattern, line) for line in lines):
                return
            plugins = self.ticketime("plugin", "list")["plugins"]
            state = next(plugin["state"] for plugin in plugins if plugin["id"] == ID)
            if state not in ["starting", "running"]:
                lines = self.ticketime("plugin", "log", ID)["lines"]  # its last words have come meanwhile
                self.fail("\n".join([f"It is {state}:", *lines]))
            time.sleep(0.2)
        self.fail(f"It has not written {pattern} in {PATIENCE_S} s.")

    def test_it_says_how_late_an_event_fired_and_what_it_was_asked_to_say(self):
        self.ticketime("plugin", "install", str(pathlib.Path(__file__).parent), "--yes")
        self.wait_for(r"Connected\.$")
        # Nothing answers there, so that the event goes by this computer's clock.
        self.ticketime("servers", "add", "127.0.0.1:9", "--name", "Nobody", "--interval", "0")
        wish = ["--name", "Opening", "--action", f"{ID}.say", "--input", '{"text":"It has begun"}']
        self.ticketime("events", "add", "Nobody", "+2s", *wish)
        self.wait_for(r"Opening says: It has begun$")
        self.wait_for(r"Opening fired \d+(\.\d+)? ms late\.$")


if __name__ == "__main__":
    unittest.main()
