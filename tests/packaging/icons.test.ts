import { readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import sharp from 'sharp';
import { beforeAll, expect, test } from 'vitest';
import { APP_SIZES, drawIcons, ICNS_SIZES, ICO_SIZES, TRAY_STATES } from '../../main/packaging/icons.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const onDisk = (path: string) => readFileSync(join(ROOT, path));
/** Four bytes a pixel. */
const pixels = (png: Buffer) => sharp(png).ensureAlpha().raw().toBuffer();

let drawn: Map<string, Buffer>;
beforeAll(async () => {
  drawn = await drawIcons();
});

test('the icons that are kept are those that the source draws', async () => {
  for (const [path, bytes] of drawn) {
    if (path.endsWith('.png')) {
      const [is, shouldBe] = [await pixels(onDisk(path)), await pixels(bytes)];
      // Another processor may round a pixel's edge otherwise.
      const furthest = is.reduce((most, value, at) => Math.max(most, Math.abs(value - shouldBe[at])), 0);
      expect([path, is.length, furthest <= 2]).toEqual([path, shouldBe.length, true]);
    } else if (path.endsWith('.svg')) {
      expect(onDisk(path).equals(bytes)).toBe(true);
    }
  }
});

test('beside them nothing is left of icons that are drawn no longer', () => {
  for (const folder of ['main/packaging/icons', 'main/shell/tray-icons']) {
    const made = [...drawn.keys()].filter((path) => path.startsWith(`${folder}/`));
    const kept = readdirSync(join(ROOT, folder)).map((name) => `${folder}/${name}`);
    expect(kept.filter((path) => !path.endsWith('ticketime.svg')).sort()).toEqual(made.sort());
  }
});

test('each of the app has the size that it is named by', async () => {
  for (const px of APP_SIZES) {
    const { width, height, format } = await sharp(onDisk(`main/packaging/icons/${px}x${px}.png`)).metadata();
    expect([width, height, format]).toEqual([px, px, 'png']);
  }
});

test("each of the tray's has the size that its scale asks for", async () => {
  const base = { Template: 18, other: 16 };
  for (const path of drawn.keys()) {
    const [, name, scale = '1'] = /tray-icons\/(.+?)(?:@([\d.]+)x)?\.png$/.exec(path) ?? [];
    if (!name) continue;
    const { width, height } = await sharp(onDisk(path)).metadata();
    const px = (name.endsWith('Template') ? base.Template : base.other) * Number(scale);
    expect([path, width, height]).toEqual([path, px, px]);
  }
});

test("the tray's states differ by their shapes, not by colour alone", async () => {
  const shapes = new Set<string>();
  for (const state of TRAY_STATES) {
    const shape = await sharp(onDisk(`main/shell/tray-icons/tray-${state}Template.png`))
      .extractChannel(3)
      .raw()
      .toBuffer();
    shapes.add(shape.toString('hex'));
  }
  expect(shapes.size).toBe(TRAY_STATES.length);
});

test('what macOS colours itself is black, and nothing else', async () => {
  for (const state of TRAY_STATES) {
    const data = await pixels(onDisk(`main/shell/tray-icons/tray-${state}Template@2x.png`));
    expect(data.every((value, at) => at % 4 === 3 || value === 0)).toBe(true);
    expect(data.some((value, at) => at % 4 === 3 && value === 255)).toBe(true);
  }
});

test("Windows' icon has each size that Windows asks for", () => {
  const ico = onDisk('main/packaging/icons/icon.ico');
  expect(ico.readUInt16LE(2)).toBe(1);
  const sizes = Array.from({ length: ico.readUInt16LE(4) }, (_, index) => {
    const entry = 6 + 16 * index;
    const [width, height] = [ico[entry] || 256, ico[entry + 1] || 256];
    const image = ico.subarray(ico.readUInt32LE(entry + 12)).subarray(0, ico.readUInt32LE(entry + 8));
    // A PNG tells its width in its header; a bitmap, whose height counts a mask as well.
    const isPng = image.readUInt32BE(0) === 0x89504e47;
    const inside = isPng ? image.readUInt32BE(16) : image.readUInt32LE(4);
    expect([width, height, isPng]).toEqual([inside, inside, width === 256]);
    return width;
  });
  expect(sizes.sort((a, b) => a - b)).toEqual([...ICO_SIZES]);
});

test("macOS' icon has each size, at once and at twice the pixels", async () => {
  const icns = onDisk('main/packaging/icons/icon.icns');
  expect(icns.toString('latin1', 0, 4)).toBe('icns');
  expect(icns.readUInt32BE(4)).toBe(icns.length);
  const found = new Map<string, Buffer>();
  for (let at = 8; at < icns.length; at += icns.readUInt32BE(at + 4))
    found.set(icns.toString('latin1', at, at + 4), icns.subarray(at + 8, at + icns.readUInt32BE(at + 4)));
  for (const [px, type] of ICNS_SIZES) {
    const image = found.get(type);
    // The smallest two are kept as packed channels, which no reader of pictures knows.
    if (!image || image.toString('latin1', 0, 4) === 'ARGB')
      expect([type, image?.toString('latin1', 0, 4)]).toEqual([type, 'ARGB']);
    else expect((await sharp(image).metadata()).width).toBe(px);
  }
});
