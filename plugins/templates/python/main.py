"""Says how late each event fired, and what an event asks it to say."""
import os
import sys

from core import Core
from lateness import lateness_words


def say(text):
    print(text, flush=True)  # else Python keeps it to itself for a while


def on_trigger(trigger):
    action = trigger.get("action")
    # An event that asks another plugin for something is none of this one's business.
    if action and action["kind"] == "my-plugin.say":
        say(f"{trigger['name']} says: {action['input']['text']}")
    say(f"{trigger['name']} fired {lateness_words(trigger['latenessMs'])}.")


def main():
    core = Core(os.environ["TICKETIME_ADDRESS"], os.environ["TICKETIME_TOKEN"])
    core.send({"type": "subscribe", "topics": ["triggers"]})
    for message in core:
        if message["type"] == "hello":
            say("Connected.")
        elif message["type"] == "trigger":
            on_trigger(message)
    sys.exit("The core closed the connection.")  # a fault, so that it is started again


if __name__ == "__main__":
    main()
