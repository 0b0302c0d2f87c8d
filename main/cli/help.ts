/** What `--help` says. Imports nothing, so that it answers at once. At most 80 columns. */

const OVERALL = `ticketime - the clock of any web server, to the millisecond

Usage:
  ticketime sync <server>    measure a server's clock, and report
  ticketime watch <server>   measure it, then show it ticking
  ticketime demo             measure a practice server, and show the truth

Examples:
  ticketime sync tickets.interpark.com
  ticketime sync --quick --json https://www.melon.com
  ticketime watch localhost:8080
  ticketime demo

A server is an address as in a browser, with or without https://, port and path.
Only the Date header of its replies is read: about 15 requests in 15 seconds.
Results go to stdout, progress to stderr.

ticketime <command> --help tells the options of a command.
ticketime --version tells the version.

Exit codes:
  0    measured
  1    could not be measured; one sentence on stderr says why, and what to do
  2    the command was not understood
  70   a bug in ticketime
  130  ended by Ctrl-C (143: by SIGTERM), with what was known by then

Environment:
  HTTPS_PROXY, HTTP_PROXY, ALL_PROXY
                       a proxy would be what is timed, so a server behind one is
                       refused ...
  NO_PROXY             ... unless it is named here; it is then asked directly
  NODE_EXTRA_CA_CERTS  a PEM file of certificates to trust beside the usual ones
  NO_COLOR             when set, nothing is printed bold
  TZ                   the time zone in which times are shown`;

const MEASURING = `  --quick        about 5 seconds and 6 requests: good to some 20 ms
  --precise      up to 40 requests: as good as the path allows
  --samples N    exactly N readings (2 to 100), whatever they reach
  --gap MS       least time between two requests (100 to 10000; usually 500).
                 Less than 500 is hard on a server: it may answer 429 (too many
                 requests), or block this computer for a while.`;

const STOPPING = 'Ctrl-C ends early with what is known by then, a second Ctrl-C at once.';

const SYNC = `ticketime sync - measure a server's clock, and report

Usage: ticketime sync <server> [--quick | --precise] [--samples N] [--gap MS]
                      [--json]

Examples:
  ticketime sync tickets.interpark.com
  ticketime sync --precise https://www.melon.com
  ticketime sync --json localhost:8080 | jq .offsetMs

Options:
${MEASURING}
  --json         print one JSON object on stdout; progress is told only on a
                 terminal. The object:
                   { url, source, offsetMs, precisionMs, accuracyMs,
                     boundMs: [lo, hi], delayMs: { min, q1, median, q3, max },
                     samples, durationMs, cdn: null | { name, evidence },
                     tick, warnings: [{ code, message }], measuredAtEpochMs }
                 offsetMs is the server's clock minus this computer's, positive
                 when this computer is slow. When there is no result:
                   { error: { code, message } }
  -h, --help     this text

The report tells three figures, for none says it all: the accuracy (±) holds
the truth in 95 of 100 cases, the precision is what repeats, and what is proven
holds whatever the path does.
${STOPPING}`;

const WATCH = `ticketime watch - measure a server's clock, then show it ticking

Usage: ticketime watch <server> [--quick | --precise] [--samples N] [--gap MS]
                       [--seconds N]

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

export const HELP = { overall: OVERALL, sync: SYNC, watch: WATCH, demo: DEMO } as const;
