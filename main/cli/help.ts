/** What `--help` says. Imports nothing, so that it answers at once. At most 80 columns. */

const OVERALL = `ticketime - the clock of any web server, to the millisecond

Usage:
  ticketime sync <server>    measure a server's clock, and report
  ticketime watch <server>   measure it, then show it ticking
  ticketime when <server> <time>
                             when to press, so that a request arrives then by
                             the server's clock; counts down, and rings
  ticketime demo             measure a practice server, and show the truth
  ticketime ntp [host ...]   measure this computer's clock by standard time

  ticketime open             the clock in a window, and another to steer it
  ticketime serve            keep servers measured, fire events, answer programs
  ticketime servers [list | add | show | remove | pin | unpin]
                             the servers that are kept
  ticketime events [list | add | remove]
                             what is to happen at a time of a server's clock
  ticketime token [list | create | revoke]
                             which programs may use what is served
  ticketime plugin [list | search | install | update | remove | enable |
                    disable | log | new]
                             programs that are run beside it, and act on events
  ticketime doctor           whether this computer is fit for all that

Examples:
  ticketime sync tickets.interpark.com
  ticketime sync --quick --json https://www.melon.com
  ticketime watch localhost:8080
  ticketime when tickets.interpark.com 20:00
  ticketime demo
  ticketime servers add tickets.interpark.com
  ticketime open

A server is an address as in a browser, with or without https://, port and path.
Only the Date header of its replies is read: about 15 requests in 15 seconds.
Results go to stdout, progress to stderr.

ticketime <command> --help tells the options of a command.
ticketime --version tells the version.

Exit codes:
  0    measured, or done
  1    could not be done; one sentence on stderr says why, and what to do
  2    the command was not understood
  70   a bug in ticketime
  130  ended by Ctrl-C (143: by SIGTERM), with what was known by then; a serve
       is ended by either in no other way, and then 0

Environment:
  HTTPS_PROXY, HTTP_PROXY, ALL_PROXY
                       a proxy would be what is timed, so a server behind one is
                       refused ...
  NO_PROXY             ... unless it is named here; it is then asked directly
  NODE_EXTRA_CA_CERTS  a PEM file of certificates to trust beside the usual ones
  TICKETIME_DATA_DIR   the folder for settings and all that is kept, instead of
                       the system's own
  NO_COLOR             when set, nothing is printed bold
  TZ                   the time zone in which times are shown`;

const MEASURING = `  --quick        about 5 seconds and 6 requests: good to some 20 ms
  --precise      up to 40 requests over six connections: as good as the path
                 allows, and tells several clocks behind one name apart
  --samples N    search with N readings (2 to 100), whatever they reach; some
                 more test the result
  --gap MS       least time between two requests (100 to 10000; usually 500).
                 Less than 500 is hard on a server: it may answer 429 (too many
                 requests), or block this computer for a while.
  --watch-date N watch a Date that lags for N seconds (10 to 600) instead, about
                 a request a second: states only what a late Date proves. A Date
                 that creeps, as uvicorn's, is found out within 250 seconds.
  --reference R  what standard time to compare with: time servers by name and
                 "site" (the reference web site), with commas between, in the
                 order to ask them; or "none". Usually three time servers, or
                 else that site.`;

const STOPPING = 'Ctrl-C ends early with what is known by then, a second Ctrl-C at once.';

const SYNC = `ticketime sync - measure a server's clock, and report

Usage: ticketime sync <server> [--quick | --precise] [--samples N] [--gap MS]
                      [--watch-date N] [--reference R] [--data-dir DIR]
                      [--json]

Examples:
  ticketime sync tickets.interpark.com
  ticketime sync --precise https://www.melon.com
  ticketime sync --json localhost:8080 | jq .offsetMs

A server that is registered (ticketime servers) may be named by its id as well.
It is measured by its core, the one that runs or one for this command, and the
result is kept. With --gap or --reference, which differ from the settings, the
result is not kept.

Options:
${MEASURING}
  --data-dir DIR the folder of the registered servers
  --json         print one JSON object on stdout; progress is told only on a
                 terminal. The object:
                   { url, source, offsetMs, precisionMs, accuracyMs,
                     boundMs: [lo, hi], delayMs: { min, q1, median, q3, max },
                     samples, durationMs,
                     cdn: null | { name, evidence, notice },
                     edge: null | { name, offsetMs, accuracyMs, samples },
                     tick, tickEvidence: [sentence], accuracyIfHonestMs,
                     clocks: null | [{ offsetMs, precisionMs, share,
                                       isStated }],
                     reference: null | { name, aheadMs, accuracyMs },
                     warnings: [{ code, message }], measuredAtEpochMs }
                 and of what was kept { id, serverId } in it as well.
                 source is "date-header"; or "sntp" or "reference-site" where
                 the server tells no time, and standard time is stated instead.
                 offsetMs is the server's clock minus this computer's, positive
                 when this computer is slow. When there is no result:
                   { error: { code, message } }
  -h, --help     this text

The report tells three figures, for none says it all: the accuracy (±) holds
the truth in 95 of 100 cases, the precision is what repeats, and what is proven
holds whatever the path does.
Some kinds of server change their Date up to a second late. A tick is honest
when the kind of server is known to change it in time, or when it agrees with
standard time; otherwise the ± is widened by what is possible. A server behind a
cache, or one that closes after each reply, is not known by its kind.
The host of a page may not be the one that opens the sale, and a waiting room
that draws lots ignores milliseconds.
${STOPPING}`;

const WATCH = `ticketime watch - measure a server's clock, then show it ticking

Usage: ticketime watch <server> [--quick | --precise] [--samples N] [--gap MS]
                       [--watch-date N] [--reference R] [--seconds N]

Examples:
  ticketime watch tickets.interpark.com
  ticketime watch --quick localhost:8080
  ticketime watch --seconds 60 www.melon.com > seconds.txt

Options:
${MEASURING}
  --seconds N    end by itself after N seconds of ticking
  -h, --help     this text

On a terminal the clock runs with its milliseconds: r measures again, q or
Ctrl-C ends. Elsewhere a line is printed at each second of the server, at that
moment. The ± grows by 3 ms a minute, for two clocks drift apart. No change of
this computer's clock moves the one that is shown.
${STOPPING}`;

const DEMO = `ticketime demo - measure a practice server, and show the truth

Usage: ticketime demo [--quick | --precise] [--samples N] [--gap MS] [--seed N]
                      [--json]

A web server is started on this computer, behind 24 ms of simulated network,
with a clock that is off by up to 5 seconds. It is measured like any other
server, and the estimate is then held against the truth. Nothing leaves this
computer.

Examples:
  ticketime demo
  ticketime demo --quick --seed 7

Options:
${MEASURING}
  --seed N       the same clock error, and the same network, each time
  --json         print one JSON object on stdout:
                   { measurement, trueOffsetMs, errorMs, withinAccuracy }
  -h, --help     this text

Exit code 0 when the truth lies within the ± (about 95 of 100 times, at least),
else 1.
${STOPPING}`;

const NTP = `ticketime ntp - measure this computer's clock by standard time

Usage: ticketime ntp [host ...] [--json]

Examples:
  ticketime ntp
  ticketime ntp time.google.com
  ticketime ntp --json 192.168.0.1 [fd00::1]:1123 | jq .offsetMs

Each time server is asked four times over UDP (SNTP, port 123 unless another is
typed), all servers at once: about a second. The most accurate one of those that
a majority agrees with is believed. Without a host, three are asked:
time.cloudflare.com, time.kriss.re.kr and ntp.nict.jp. Around a leap second do
not mix in servers that smear it (Google, Amazon, Facebook).

Options:
  --json         print one JSON object on stdout:
                   { source, name, offsetMs, accuracyMs, delayMs, stratum,
                     leap, samples, measuredAtEpochMs, servers: [
                       { name, offsetMs, accuracyMs, delayMs, stratum, leap,
                         samples, agrees } | { name, error } ] }
                 offsetMs is standard time minus this computer's, positive when
                 this computer is slow. When there is no result:
                   { error: { code, message } }
  -h, --help     this text

The accuracy (±) is the root distance: whatever the path does, the error is not
more, if the server tells the truth about itself.
${STOPPING}`;

const WHEN = `ticketime when - when to press, so that a request arrives at a time

Usage: ticketime when <server> <time> [--safe | --balanced] [--trim MS]
                      [--zone ZONE] [--quick | --precise] [--samples N]
                      [--gap MS] [--watch-date N] [--reference R]
                      [--no-wait] [--data-dir DIR] [--json]

The time is one of the server's clock:
  20:00  20:00:00.000        the next time that it shows this
  2026-12-24T20:00           at that day; with Z or +09:00, in that zone
  +5m  +90s  +1h30m          so long from now, at a full second

Examples:
  ticketime when tickets.interpark.com 20:00 --zone Asia/Seoul
  ticketime when --balanced --trim 30 www.melon.com 2026-12-24T20:00+09:00
  ticketime when --no-wait --json localhost:8080 +10m

The server is measured, and measured again a minute and 15 seconds before the
time. A countdown runs to the instant to press, and the bell is rung at it.

Options:
  --safe         arrive early in at most 2.5 of 100 presses (the usual)
  --balanced     arrive early as often as late, and a little sooner
  --trim MS      press so many ms later, or earlier when negative, for your own
                 hand and browser; kept for this server, and 0 forgets it
  --zone ZONE    the zone of the time, as in Asia/Seoul; else this computer's
${MEASURING}
  --no-wait      tell when to press, and end
  --data-dir DIR the folder for settings (the trim)
  --json         print one JSON object on stdout, at the end:
                   { url, targetEpochMs, aim, pressAtEpochMs,
                     safePressAtEpochMs, trimMs, firedEpochMs, latenessMs,
                     measurement }
                 pressAtEpochMs (balanced) and safePressAtEpochMs are this
                 computer's clock; firedEpochMs is null when nothing was rung.
                 When there is no result:
                   { error: { code, message } }
  -h, --help     this text

This holds for a request over a connection that is open already: open the page
beforehand. A new connection arrives one or two round trips later, never early.
The host of a page may not be the one that opens the sale: measure the host that
the booking button calls. A waiting room that draws lots ignores milliseconds.
Ctrl-C ends.`;

const DOCTOR = `ticketime doctor - look whether all is well on this computer

Usage: ticketime doctor [--data-dir DIR] [--port N] [--reference R] [--json]

Examples:
  ticketime doctor
  ticketime doctor --data-dir ./ticketime-data --json

Looks at Node, the clocks, the timers, how soon a reply is noticed, how names
are looked up, the ways out of this network, this computer's clock against
standard time, the data folder (who may read it, the room on its disk, the core
that holds it, all of its database) and the port of ticketime serve: some five
seconds. Each line begins with ok, warning (it works, less well than it could)
or problem (it does not work), and then says what to do. A damaged database is
mended, as at every start.

Options:
  --data-dir DIR the data folder, instead of the system's own
  --port N       the port that is to be free (usually 27182)
  --reference R  what standard time to compare with, as in ticketime sync; else
                 what the settings say
  --json         print one JSON object on stdout, at the end:
                   { problems, warnings, findings: [
                       { name, status, message } ] }
                 problems and warnings are counts.
  -h, --help     this text

Exit code 1 when there is a problem, else 0.
Ctrl-C ends early with what is known by then, a second Ctrl-C at once.`;

const FOLDER = `  --data-dir DIR the folder of all that is kept, instead of the system's own
  --json         print one JSON object on stdout; when it fails:
                   { error: { code, message } }
  -h, --help     this text

A core that runs on that folder (ticketime serve) is asked; else the command
does it by itself.`;

const OPEN = `ticketime open - the clock in a window, and another to steer it

Usage: ticketime open [--no-open] [--demo] [--port N] [--data-dir DIR] [--json]

Examples:
  ticketime open
  ticketime open --demo
  ticketime open --no-open --port 8123

Opens two pages: the overlay with the server's clock, and the palette, where
everything is set. Where Chrome, Edge, Brave, Vivaldi or Chromium is installed,
each gets a window of its own; elsewhere your usual browser opens them. When a
core serves the data folder already, its pages are opened, and the command ends.
Otherwise it is the core (as ticketime serve) until it is ended, and closes its
windows then.

Options:
  --no-open      open nothing, print the addresses only
  --demo         when no server is registered, start a practice server
  --no-demo      start none (npm start starts one unless told so)
  --port N       the port (usually 27182); 0 for any that is free
  --data-dir DIR the folder of all that is kept, instead of the system's own
  --json         print one JSON object on stdout once the pages are there:
                   { address, overlay, palette, opened }
                 opened is "windows", "browser" or "nothing". When it cannot:
                   { error: { code, message } }
  -h, --help     this text

The printed addresses carry a code that is good once, for a minute: whoever has
it may use Ticketime as you may, for a day. A browser that is started shows its
code to the other users of this computer (in ps) until its page is there.

Ctrl-C or SIGTERM ends it cleanly, with exit code 0; a second one at once.`;

const SERVE = `ticketime serve - keep servers measured, fire events, answer programs

Usage: ticketime serve [--port N] [--data-dir DIR] [--json]

Examples:
  ticketime serve
  ticketime serve --port 8123 --data-dir /var/lib/ticketime

The core: measures the registered servers again and again, keeps what it finds,
knows how their clocks drift, fires events on time, and answers REST and
WebSocket on 127.0.0.1, for this computer alone. It prints its address once it
is ready, and runs until it is ended. GET /openapi.json says what can be asked;
programs need a token (ticketime token create).

Options:
  --port N       the port (usually 27182); 0 for any that is free
  --data-dir DIR the folder of all that is kept, instead of the system's own
  --json         print one JSON object on stdout once it is ready:
                   { address }
                 when it cannot start:
                   { error: { code, message } }
  -h, --help     this text

Ctrl-C or SIGTERM ends it cleanly, with exit code 0; a second one at once.`;

const SERVERS = `ticketime servers - the servers that are kept

Usage: ticketime servers [list]
       ticketime servers add <server> [--name NAME] [--zone ZONE]
                             [--interval MIN] [--trim MS] [--favourite]
       ticketime servers show | remove | pin | unpin <server>
       each with [--data-dir DIR] [--json]

Examples:
  ticketime servers add tickets.interpark.com --name Interpark --zone Asia/Seoul
  ticketime servers
  ticketime servers show interpark

A server is named by its id, its address or its name. The list has those that
are pinned first, marked *: how far this computer is off, how far that can be
relied on (health, 0 to 100), and when it was measured last.

Options of add:
  --name NAME    what to call it; its host unless given
  --zone ZONE    the zone of its times, as in Asia/Seoul; else this computer's
  --interval MIN minutes from one automatic sync to the next (1 to 10080), 0 for
                 never; else what the settings say. Only a ticketime serve
                 measures by itself.
  --trim MS      press so many ms later, or earlier when negative
  --favourite    pin it at once

Options:
${FOLDER}

The objects: { servers: [server] } of list, the server of add, show, pin and
unpin, { removed: id } of remove. GET /openapi.json of a ticketime serve says
what is in a server.`;

const EVENTS = `ticketime events - what is to happen at a time of a server's clock

Usage: ticketime events [list]
       ticketime events add <server> <time> [--name NAME] [--zone ZONE]
                            [--repeat R] [--aim AIM] [--alarm LIST]
                            [--webhook URL] [--webhook-body JSON]
                            [--payload JSON] [--action KIND] [--input JSON]
       ticketime events remove <id>
       each with [--data-dir DIR] [--json]

Examples:
  ticketime events add interpark 20:00 --name Sale --alarm 60s,10s,5s
  ticketime events add melon 2026-12-24T20:00 --aim safe-arrival
  ticketime events add interpark 09:00 --repeat weekdays \\
    --webhook https://example.com/hook --webhook-body '{"text":"{{event}}"}'

The server is one that is registered, by its id, address or name. The time is
one of its clock, as for ticketime when: 20:00, 20:00:00.000, 2026-12-24T20:00,
with Z or +09:00 in that zone, +5m, +1h30m. Only a ticketime serve fires it.

Options of add:
  --name NAME    what to call it
  --zone ZONE    the zone of the time, as in Asia/Seoul; else the server's
  --repeat R     once (the usual), daily, weekdays or weekly
  --aim AIM      server-time: when the server's clock shows the time (the usual)
                 safe-arrival: so that a request sent then arrives no earlier
                 balanced-arrival: early as often as late
  --alarm LIST   how long before to warn, and how (sound, flash, notification)
                 if not by sound alone, as in 60s,10s:sound+flash,500ms; or
                 none. Else what the settings say.
  --webhook URL  send a POST there at that moment: the trigger as JSON, or ...
  --webhook-body JSON
                 ... this; in its texts {{event}}, {{server}},
                 {{scheduledEpochMs}}, {{firedEpochMs}}, {{latenessMs}} and
                 {{accuracyMs}} are filled in
  --payload JSON handed to every program that is told of the trigger
  --action KIND  what a plugin is to do, as in led-bridge.light
  --input JSON   what that action is given, as in '{"colour":"#ff0000"}'

Options:
${FOLDER}

The objects: { events: [event] } of list, the event of add, { removed: id } of
remove. GET /openapi.json of a ticketime serve says what is in an event.`;

const TOKEN = `ticketime token - which programs may use what is served

Usage: ticketime token [list]
       ticketime token create <name> [--allow LIST]
       ticketime token revoke <id>
       each with [--data-dir DIR] [--json]

Examples:
  ticketime token create obs-overlay --allow read,trigger
  TOKEN=$(ticketime token create logger --allow read)
  curl -H "Authorization: Bearer $TOKEN" http://127.0.0.1:27182/servers

Whoever has a token may do what it allows. Only a hash of it is kept, so it is
told this once, alone on stdout. One that is revoked ends at once, with the
connections that were opened by it.

Options of create:
  --allow LIST   with commas between: read (servers, estimates, events), sync,
                 schedule (events), trigger (be told of triggers and alarms),
                 manage (servers, settings, tokens); usually all but manage

Options:
${FOLDER}

The objects: { tokens: [token] } of list, { id, token } of create,
{ revoked: id } of revoke.`;

const PLUGIN = `ticketime plugin - programs that are run beside it, and act on events

Usage: ticketime plugin [list]
       ticketime plugin search [word ...] [--registry URL]
       ticketime plugin install <package[@version] | folder | tarball>
                        [--registry URL] [--integrity SHA512] [--yes]
       ticketime plugin update [id] [--yes]
       ticketime plugin remove | disable <id>
       ticketime plugin enable <id> [--yes]
       ticketime plugin log <id> [--lines N]
       ticketime plugin new <id> [--python]
       each with [--data-dir DIR] [--json]

Examples:
  ticketime plugin enable countdown
  ticketime plugin install ticketime-door-sign
  ticketime plugin new door-sign
  ticketime plugin install ./door-sign
  ticketime events add interpark 20:00 --action door-sign.say \\
    --input '{"text":"It has begun"}'

A plugin is a folder with a plugin.json and a program. Once a person allowed
what it asks for, each ticketime serve starts it in a process of its own, with a
token that is good for that alone. The list has its state, what it uses of what
it may use, and who keeps it to that: the system, or a watch that stops it.

install   takes it from a registry of packages (npm's), a folder or a tarball,
          shows what it asks for, and asks whether to allow and start it. None
          of its scripts is run, and no package that it depends on is fetched.
update    the newest release of those that came from a registry; asks again
          where one asks for more
remove    deletes it; what it wrote (plugin-data in the data folder) stays
new       makes a folder with one in JavaScript (or Python) that runs, and a
          test

Options:
  --registry URL the registry, instead of https://registry.npmjs.org
  --integrity SHA512
                 the checksum that its tarball must have, as sha512-...
  --yes          allow what it asks for without asking. Where nobody can be
                 asked, and without this, it is installed and not enabled.
  --lines N      so many of the newest lines (1 to 1000; usually 100)
  --python       in Python, with nothing but what Python brings
${FOLDER}

The objects: { plugins: [plugin] } of list, the plugin of install (with where it
came from, package), enable and disable, { packages: [{ name, version,
description }] } of search, { plugins: [{ id, was, version, result }],
failures: [{ id, code, message }] } of update (result is "updated", "newest" or
"left"), { removed, kept } of remove, { file, lines } of log, { folder, files }
of new. GET /openapi.json of a ticketime serve says what is in a plugin.`;

export const HELP = {
  overall: OVERALL,
  sync: SYNC,
  watch: WATCH,
  when: WHEN,
  demo: DEMO,
  ntp: NTP,
  open: OPEN,
  serve: SERVE,
  servers: SERVERS,
  events: EVENTS,
  token: TOKEN,
  plugin: PLUGIN,
  doctor: DOCTOR,
} as const;
