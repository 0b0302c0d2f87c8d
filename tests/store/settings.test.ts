import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { SETTINGS_DEFAULTS } from '../../api/protocol/settings-defaults.ts';
import { REFERENCE_DEFAULTS } from '../../main/sources/reference/settings.ts';
import { openSettings } from '../../main/store/settings.ts';

describe('settings', () => {
  let folder: string;
  let told: string[];
  const tell = (sentence: string) => told.push(sentence);
  const open = () => openSettings(folder, tell);
  const file = () => join(folder, 'settings.json');

  beforeEach(() => {
    told = [];
    folder = mkdtempSync(join(tmpdir(), 'ticketime-store-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
  });

  test('a trim is kept for its own server, until it is forgotten', () => {
    open().keepTrim('example.com', 30);
    open().keepTrim('127.0.0.1:8080', -12.5);
    expect(open().trimMs('example.com')).toBe(30);
    expect(open().trimMs('127.0.0.1:8080')).toBe(-12.5);
    expect(open().trimMs('www.example.com')).toBe(0);
    open().keepTrim('example.com', 0);
    expect(open().trimMs('example.com')).toBe(0);
    expect(readdirSync(folder)).toEqual(['settings.json']);
    expect(told).toEqual([]);
  });

  test('a server may have any name', () => {
    open().keepTrim('__proto__', 7);
    expect(open().trimMs('__proto__')).toBe(7);
    expect(open().trimMs('constructor')).toBe(0);
  });

  test('reading writes nothing', () => {
    expect(open().trimMs('example.com')).toBe(0);
    expect(readdirSync(folder)).toEqual([]);
  });

  test.skipIf(process.platform === 'win32')('the file is readable by this person alone', () => {
    open().keepTrim('example.com', 30);
    expect(statSync(file()).mode & 0o777).toBe(0o600);
  });

  test.for([
    ['{"trimsMs":'],
    ['{"settings":{"sync":{"intervalMs":5}}}'],
    ['{"setings":{}}'],
    ['{"hostTrimsMs":{"example.com":"soon"}}'],
    ['[]'],
    ['null'],
    [''],
  ])('a file that holds %s is put aside and told, and the next one works', ([text]) => {
    writeFileSync(file(), text);
    const settings = open();
    expect(settings.trimMs('example.com')).toBe(0);
    expect(told).toEqual([
      `${file()} holds no settings that can be read, so it was put aside as ${file()}.unreadable, and all are as at first.`,
    ]);
    expect(readFileSync(`${file()}.unreadable`, 'utf8')).toBe(text);
    settings.keepTrim('example.com', 30);
    expect(open().trimMs('example.com')).toBe(30);
    expect(told).toHaveLength(1);
  });

  test('a file of version 0.1 keeps its trims', () => {
    writeFileSync(file(), '{"trimsMs":{"example.com":30,"127.0.0.1:8080":-5}}');
    expect(open().trimMs('example.com')).toBe(30);
    expect(open().trimMs('127.0.0.1:8080')).toBe(-5);
    expect(JSON.parse(readFileSync(file(), 'utf8'))).toMatchObject({ hostTrimsMs: { 'example.com': 30 } });
    expect(readFileSync(file(), 'utf8')).not.toContain('"trimsMs"');
    expect(told).toEqual([]);
  });

  test('what is set stays set, and the rest is as at first', () => {
    open().change({ sync: { intervalMs: 0 }, healthThreshold: 70 });
    expect(open().change({ sync: { mode: 'precise' } }).sync).toEqual({
      ...SETTINGS_DEFAULTS.sync,
      intervalMs: 0,
      mode: 'precise',
    });
    const { sync, healthThreshold, ...rest } = open().values();
    expect(sync).toEqual({ ...SETTINGS_DEFAULTS.sync, intervalMs: 0, mode: 'precise' });
    expect(healthThreshold).toBe(70);
    expect({
      sync: SETTINGS_DEFAULTS.sync,
      healthThreshold: SETTINGS_DEFAULTS.healthThreshold,
      ...rest,
    }).toEqual(SETTINGS_DEFAULTS);
  });

  test('what is shown, sounds and hotkeys are set value by value', () => {
    open().change({ display: { opacity: 0.4 }, sounds: { volume: 0 }, hotkeys: { move: '' }, flash: 'none' });
    open().change({ display: { date: true }, sounds: { sound: 'tick' }, hotkeys: { sync: 'Alt+S' } });
    const { display, sounds, hotkeys, flash } = open().values();
    expect(display).toEqual({ ...SETTINGS_DEFAULTS.display, opacity: 0.4, date: true });
    expect(sounds).toEqual({ ...SETTINGS_DEFAULTS.sounds, volume: 0, sound: 'tick' });
    expect(hotkeys).toEqual({ ...SETTINGS_DEFAULTS.hotkeys, move: '', sync: 'Alt+S' });
    expect(flash).toBe('none');
  });

  test('a list that is set replaces the one before', () => {
    open().change({ reference: { ntpHosts: ['a', 'b'] } });
    expect(open().change({ reference: { ntpHosts: ['c'] } }).reference.ntpHosts).toEqual(['c']);
  });

  test('the defaults for standard time are those of the command line', () => {
    const { order, ntpHosts, referenceSite } = SETTINGS_DEFAULTS.reference;
    expect({ order, ntpHosts, referenceSite }).toEqual(REFERENCE_DEFAULTS);
  });

  test('a folder that cannot be one is told once, and nothing is kept', () => {
    const taken = join(folder, 'taken');
    writeFileSync(taken, '');
    const settings = openSettings(taken, tell);
    expect(settings.trimMs('example.com')).toBe(0);
    settings.keepTrim('example.com', 30);
    expect(told).toEqual([
      expect.stringMatching(
        /^The settings cannot be used, so nothing is kept from one time to the next \(E\w+: .*\): name another folder with --data-dir\.$/,
      ),
    ]);
  });

  test('a file that cannot be written is told when it is', () => {
    const settings = open();
    mkdirSync(file());
    settings.keepTrim('example.com', 30);
    expect(told).toEqual([expect.stringContaining('The settings cannot be used')]);
    expect(existsSync(file())).toBe(true);
  });
});
