import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test, type TestContext } from 'vitest';
import type { PracticeOrigin } from '../../main/practice/origin.ts';
import { useApp, type OpenPage } from './app.ts';
import { accessibilityFaults, picture } from './browser.ts';
import { isFocused, tabTo, typeDate, typeInto } from './keyboard.ts';

const startApp = useApp();
const SEOUL = { context: { timezoneId: 'Asia/Seoul' } };
const PATIENT = { timeout: 20_000 };

/** What a server's clock will show in Seoul, on a whole second. */
function wallTime(origin: PracticeOrigin | null, aheadMs: number) {
  const now = Date.now() + (origin?.trueOffsetMs() ?? 0);
  const epochMs = Math.ceil((now + aheadMs) / 1000) * 1000;
  const seoul = new Date(epochMs + 9 * 3_600_000).toISOString();
  return { epochMs, date: seoul.slice(0, 10), time: seoul.slice(11, 19) };
}

interface Call {
  readonly headers: IncomingHttpHeaders;
  readonly body: unknown;
}

async function startHook(t: TestContext) {
  const calls: Call[] = [];
  const server = createServer((request, response) => {
    let text = '';
    request.setEncoding('utf8').on('data', (part: string) => (text += part));
    request.on('end', () => {
      calls.push({ headers: request.headers, body: JSON.parse(text) });
      response.end('heard');
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  t.onTestFinished(() => void server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`, calls };
}

/** One for each sound that a page begins to play: how long it is, and the loudest that came out of the speakers since. */
interface Heard {
  readonly ms: number;
  readonly peak: number;
}
const LISTEN = `
  globalThis.heard = [];
  const { connect } = AudioNode.prototype;
  AudioNode.prototype.connect = function (to, ...rest) {
    if (to instanceof AudioDestinationNode) {
      const ear = new AnalyserNode(this.context, { fftSize: 4096 });
      connect.call(this, ear);
      const samples = new Float32Array(ear.fftSize);
      setInterval(() => {
        const last = heard.at(-1);
        if (!last) return;
        ear.getFloatTimeDomainData(samples);
        for (const sample of samples) last.peak = Math.max(last.peak, Math.abs(sample));
      }, 20);
    }
    return connect.call(this, to, ...rest);
  };
  const { start } = AudioBufferSourceNode.prototype;
  AudioBufferSourceNode.prototype.start = function (...when) {
    const ms = Math.round((this.buffer?.duration ?? 0) * 1000);
    if (ms > 1) heard.push({ ms, peak: 0 });
    return start.apply(this, when);
  };
`;

/** Looks at the window's edge again and again; how it looked each time, until it is told to stop. */
function watchEdge(page: OpenPage) {
  const clip = { x: 0, y: 200, width: 4, height: 40 };
  const looks: string[] = [];
  let isOver = false;
  const look = async () => (await page.screenshot({ clip })).toString('base64');
  const done = (async () => {
    // A test that has failed closes the page.
    // eslint-disable-next-line @typescript-eslint/no-unnecessary-condition -- it changes meanwhile
    while (!isOver && !page.isClosed()) looks.push(await look().catch(() => 'closed'));
    return looks;
  })();
  return {
    looks,
    stop: () => {
      isOver = true;
      return done;
    },
  };
}

test('an event that is scheduled by keyboard is counted down, sounds, flashes, calls its webhook, and is told of', async (t) => {
  const app = await startApp(t, SEOUL);
  const hook = await startHook(t);
  await app.context.addInitScript(LISTEN);
  const { origin, serverId } = await app.addOrigin({ offsetMs: 1300, name: 'Ticket shop' });
  await app.call('updateServer', { id: serverId, zone: 'Asia/Seoul' });
  const overlay = await app.openPage('overlay');
  const still = await app.openPage('overlay');
  await still.emulateMedia({ reducedMotion: 'reduce' });
  const page = await app.openPage('palette');
  const { keyboard } = page;
  await page.getByRole('option').nth(5).waitFor();
  await keyboard.press('Alt+E');
  await typeInto(page.getByLabel('Name', { exact: true }), 'Opening night');
  const first = page.getByLabel('Seconds before').first();
  await typeInto(first, '2');
  await tabTo(page.getByLabel('Flash').first());
  await keyboard.press('Space');
  await tabTo(page.getByRole('button', { name: 'Remove the alarm 5 s before' }));
  await keyboard.press('Enter');
  await typeInto(page.getByLabel('Payload'), '{"seat": "A1"}');
  await tabTo(page.getByLabel('Call a webhook'));
  await keyboard.press('Space');
  await typeInto(page.getByLabel('Address'), hook.url);
  await typeInto(page.getByLabel('Headers'), 'X-Seat: A1');
  await typeInto(
    page.getByLabel('Body (JSON)'),
    '{"text": "{{event}} at {{server}}", "at": "{{scheduledEpochMs}}", "late": "{{latenessMs}}"}',
  );
  await tabTo(page.getByRole('button', { name: 'Test the webhook now' }));
  await keyboard.press('Enter');
  await page.getByText(/Answered with status 200 after/).waitFor();
  expect(hook.calls).toMatchObject([{ body: { text: 'Opening night at Ticket shop' } }]);
  expect(await accessibilityFaults(page)).toEqual([]);
  await picture(page, 'schedule-form');

  const edges = [watchEdge(overlay), watchEdge(still)] as const;
  await expect.poll(() => Math.min(...edges.map(({ looks }) => looks.length)), PATIENT).toBeGreaterThan(1);
  const date = page.getByLabel('Date', { exact: true });
  await tabTo(date, 'Shift+Tab');
  await typeDate(date, wallTime(origin, 8000).date);
  const { epochMs, time } = wallTime(origin, 8000);
  await typeInto(page.getByLabel('Time', { exact: true }), time);
  await keyboard.press('Control+Enter');
  await page.getByText('“Opening night” is scheduled.').waitFor();
  expect(await isFocused(page.getByRole('button', { name: 'New event' }))).toBe(true);
  const left = overlay.locator('.left');
  await expect.poll(() => left.innerText(), PATIENT).toMatch(/^00:0[1-7]$/);
  await expect.poll(() => overlay.locator('.bar').count()).toBe(1);
  await picture(overlay, 'schedule-countdown');
  await overlay.getByText('Opening night · now').waitFor(PATIENT);
  await picture(overlay, 'schedule-now');
  const item = page.getByRole('article', { name: 'Opening night' });
  await item.getByText(/Fired [\d.]+ m?s after its instant/).waitFor(PATIENT);

  await expect
    .poll(() => overlay.evaluate<Heard[]>('heard'), PATIENT)
    .toMatchObject([{ ms: 130 }, { ms: 130 }, { ms: 1200 }]);
  await expect
    .poll(async () => Math.min(...(await overlay.evaluate<Heard[]>('heard')).map(({ peak }) => peak)))
    .toBeGreaterThan(0.1);

  await expect.poll(() => edges[1].looks.at(-1) === edges[1].looks[0], PATIENT).toBe(true);
  const [flashed, stood] = await Promise.all(edges.map(({ stop }) => stop()));
  expect(new Set(flashed).size).toBeGreaterThan(1);
  const changes = stood.filter((look, index) => index > 0 && look !== stood[index - 1]);
  // At the alarm and at the moment: each is lit once, and let go once.
  expect(changes.length).toBeGreaterThan(1);
  expect(changes.length).toBeLessThan(5);

  await expect.poll(() => hook.calls.length).toBe(2);
  expect(hook.calls[1]).toMatchObject({
    headers: { 'x-seat': 'A1', 'content-type': expect.stringContaining('application/json') as string },
    body: { text: 'Opening night at Ticket shop', at: epochMs, late: expect.any(Number) as number },
  });
  await tabTo(item.getByRole('button', { name: /Details/ }));
  await keyboard.press('Enter');
  const attempt = item.getByRole('row').nth(1);
  await expect.poll(() => attempt.innerText(), PATIENT).toMatch(/\t1\t200\t/);
  await item.getByText('"seat": "A1"').waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);
  await picture(page, 'schedule-fired');
});

test('what cannot be scheduled is said beside its field, which has the focus, and nothing typed is lost', async (t) => {
  const app = await startApp(t, SEOUL);
  await app.call('addServer', { url: 'http://127.0.0.1:9/', name: 'Ticket shop' });
  const page = await app.openPage('palette');
  page.foresee(/status of 4\d\d/);
  const { keyboard } = page;
  await page.getByRole('option').nth(5).waitFor();
  await keyboard.press('Alt+E');
  const name = page.getByLabel('Name', { exact: true });
  const date = page.getByLabel('Date', { exact: true });
  const time = page.getByLabel('Time', { exact: true });
  await typeInto(name, 'Opening night');
  const refused = async (field: typeof name, sentence: RegExp) => {
    await keyboard.press('Control+Enter');
    const described = async () =>
      (await field.getAttribute('aria-describedby'))?.split(' ').map((id) => page.locator(`[id="${id}"]`)) ??
      [];
    await expect
      .poll(async () => (await Promise.all((await described()).map((one) => one.innerText()))).join(' '))
      .toMatch(sentence);
    await expect.poll(() => isFocused(field), { message: sentence.source }).toBe(true);
    expect(await field.getAttribute('aria-invalid')).toBe('true');
    expect(await name.inputValue()).toBe('Opening night');
  };
  await refused(date, /date is missing/);
  const past = wallTime(null, -3_600_000);
  await typeDate(date, past.date);
  await refused(time, /no time of day/);
  await typeInto(time, '25:00');
  await refused(time, /no time of day/);
  expect(await time.inputValue()).toBe('25:00');
  await picture(page, 'schedule-bad-time');
  await typeInto(time, past.time);
  await refused(time, /pass/);
  expect(await time.inputValue()).toBe(past.time);
  await typeInto(time, '20:00');
  const payload = page.getByLabel('Payload');
  await typeInto(payload, '{seat: A1}');
  await refused(payload, /not JSON/);
  expect(await payload.inputValue()).toBe('{seat: A1}');
  await typeInto(payload, '');
  await tabTo(page.getByLabel('Call a webhook'));
  await keyboard.press('Space');
  const address = page.getByLabel('Address');
  await refused(address, /has no address/);
  await typeInto(address, 'example.com');
  await refused(address, /whole address/);
  expect(await address.inputValue()).toBe('example.com');
  expect(await accessibilityFaults(page)).toEqual([]);
  await picture(page, 'schedule-bad-address');
  expect((await app.call('listEvents', {})).length).toBe(0);
});

test('an event whose moment came while the core was gone is told as not fired, or as unsure', async (t) => {
  const app = await startApp(t, SEOUL);
  const { id } = await app.call('addServer', { url: 'http://127.0.0.1:9/', name: 'Ticket shop' });
  const { epochMs } = wallTime(null, 3000);
  await app.call('addEvent', { serverId: id, name: 'Opening night', time: new Date(epochMs).toISOString() });
  await app.kill();
  await expect.poll(() => Date.now(), PATIENT).toBeGreaterThan(epochMs + 500);
  await app.restart();
  const page = await app.openPage('palette');
  await page.getByRole('option').nth(5).waitFor();
  await page.keyboard.press('Alt+L');
  const item = page.getByRole('article', { name: 'Opening night' });
  await item.getByText(/^.*: (Missed: its moment passed|Not known whether it fired)/).waitFor(PATIENT);
  await item.getByText('done').waitFor();
  await picture(page, 'schedule-missed');

  // Asked twice, with the harmless answer first.
  const remove = item.getByRole('button', { name: 'Remove: Opening night' });
  await remove.press('Enter');
  await expect.poll(() => isFocused(item.getByRole('button', { name: 'Keep' }))).toBe(true);
  await picture(page, 'schedule-remove');
  await page.keyboard.press('Escape');
  await expect.poll(() => isFocused(remove)).toBe(true);
  await remove.press('Enter');
  await item.getByRole('button', { name: 'Remove', exact: true }).press('Enter');
  await item.waitFor({ state: 'detached' });
  expect(await app.call('listEvents', {})).toEqual([]);
});
