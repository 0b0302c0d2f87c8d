/** All icons, drawn from icons/ticketime.svg: the app's for each system, the browser's, and the tray's for each state and panel. */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { IconIcns, IconIco } from '@shockpkg/icon-encoder';
import sharp from 'sharp';

const ROOT = resolve(import.meta.dirname, '../..');
export const SOURCE = 'main/packaging/icons/ticketime.svg';
const FOLDER = 'main/packaging/icons';
const TRAY_FOLDER = 'main/shell/tray-icons';

/** Px, in the folder that Linux' desktops take theirs from. */
export const APP_SIZES = [16, 24, 32, 48, 64, 128, 256, 512, 1024] as const;
/** Px; Windows asks for those between at 125 and 150 %. */
export const ICO_SIZES = [16, 20, 24, 32, 40, 48, 64, 128, 256] as const;
/** Px, and the names of Apple's format for them: at once, and at twice the pixels. */
export const ICNS_SIZES = [
  [16, 'ic04'],
  [32, 'ic05'],
  [32, 'ic11'],
  [64, 'ic12'],
  [128, 'ic07'],
  [256, 'ic13'],
  [256, 'ic08'],
  [512, 'ic14'],
  [512, 'ic09'],
  [1024, 'ic10'],
] as const;

export const TRAY_STATES = ['good', 'fair', 'poor', 'none', 'busy'] as const;
export type TrayState = (typeof TRAY_STATES)[number];

/** The pages' colours on dark and on light (overlay/page/theme.css). */
const ON_PANEL: Readonly<Record<'dark' | 'light', Readonly<Record<TrayState, string>>>> = {
  dark: { good: '#6ee7a8', fair: '#fcc947', poor: '#ff9d97', none: '#b4bccd', busy: '#7dd3fc' },
  light: { good: '#137a43', fair: '#855600', poor: '#b3261e', none: '#465064', busy: '#0369a1' },
};
/** Px, and what Electron adds to a file's name for the panel's scale. */
const TRAY_SCALES = [
  [16, ''],
  [20, '@1.25x'],
  [24, '@1.5x'],
  [32, '@2x'],
  [48, '@3x'],
] as const;
/** macOS colours these itself, after the menu bar; 18 px with a margin of one, as its own. */
const TEMPLATE_SCALES = [
  [18, ''],
  [36, '@2x'],
] as const;

/** Of the 1024 px that Apple gives an icon, its shape fills 824; the rest is for its shadow. */
const MAC_MARGIN = 100 / 1024;
/** The drawing's own width. */
const GRID = 32;

/** Each file's path within the repository, and its bytes: the same at each call. */
export async function drawIcons(
  source = readFileSync(join(ROOT, SOURCE), 'utf8'),
): Promise<Map<string, Buffer>> {
  const files = new Map<string, Buffer>();
  for (const px of APP_SIZES) files.set(`${FOLDER}/${px}x${px}.png`, await png(appIcon(source), px));
  files.set(`${FOLDER}/icon.ico`, await ico(source));
  files.set(`${FOLDER}/icon.icns`, await icns(source));
  files.set('overlay/icon.svg', Buffer.from(pageIcon(source)));
  for (const state of TRAY_STATES) {
    for (const panel of ['dark', 'light'] as const)
      for (const [px, scale] of TRAY_SCALES)
        files.set(
          `${TRAY_FOLDER}/tray-${state}-on-${panel}${scale}.png`,
          await png(trayIcon(source, state, ON_PANEL[panel][state]), px),
        );
    for (const [px, scale] of TEMPLATE_SCALES)
      files.set(
        `${TRAY_FOLDER}/tray-${state}Template${scale}.png`,
        await png(trayIcon(source, state, '#000', 1 / 18), px),
      );
  }
  return files;
}

async function ico(source: string): Promise<Buffer> {
  const icon = new IconIco();
  // What is small is kept as a bitmap, for the oldest readers; 256 px is a PNG everywhere.
  for (const px of ICO_SIZES) await icon.addFromPng(await png(appIcon(source), px), px === 256, px === 256);
  return Buffer.from(icon.encode());
}

async function icns(source: string): Promise<Buffer> {
  const icon = new IconIcns();
  icon.toc = true;
  for (const [px, type] of ICNS_SIZES) await icon.addFromPng(await png(macIcon(source), px), [type]);
  return Buffer.from(icon.encode());
}

const appIcon = (source: string): string => source.slice(source.indexOf('<svg'));

function macIcon(source: string): string {
  const start = GRID * MAC_MARGIN;
  const inner = appIcon(source).replace(
    '<svg ',
    `<svg x="${start}" y="${start}" width="${GRID - 2 * start}" height="${GRID - 2 * start}" `,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${GRID} ${GRID}">${inner}</svg>`;
}

/** @param margin in parts of the icon's width */
function trayIcon(source: string, state: TrayState, colour: string, margin = 0): string {
  const [defs] = /<defs>.*<\/defs>/s.exec(source) ?? [''];
  const size = 1 - 2 * margin;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1" color="${colour}">${defs}
    <use href="#${state}" x="${margin}" y="${margin}" width="${size}" height="${size}"/></svg>`;
}

/** The browser's, without what is the tray's. */
const pageIcon = (source: string): string =>
  appIcon(source).replaceAll(/ *<(symbol|mask) id="(?!gap).*?<\/\1>\n/gs, '');

/** Drawn at its size, not shrunk to it. */
function png(svg: string, px: number): Promise<Buffer> {
  const sized = svg.replace('<svg ', `<svg width="${px}" height="${px}" `);
  return sharp(Buffer.from(sized)).png({ compressionLevel: 9 }).toBuffer();
}
