/** The icon in the tray. It is never the only way in, for some desktops show none. */
import { join } from 'node:path';
import { Menu, nativeImage, nativeTheme, Tray } from 'electron';
import type { Session } from './session.ts';
import { askForHost, showsTray } from './tray-host.ts';
import { trayMenu, type MenuAction, type MenuContent } from './tray-menu.ts';
import { firstServer, trayImage, trayState, type TrayState } from './tray-state.ts';
import { trayTooltip } from './tray-tooltip.ts';

export interface TrayOptions {
  readonly session: Session;
  /** Where its images lie. */
  readonly folder: string;
  readonly content: () => MenuContent;
  readonly onClick: (action: MenuAction) => void;
  /** Told when it cannot be had. */
  readonly note: (line: string) => void;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Whether this desktop shows such icons; null where nobody can be asked. Asked on Linux. */
  readonly ask?: () => Promise<boolean | null>;
}

export class TrayIcon {
  private readonly options: TrayOptions;
  private readonly tray: Tray | null;
  private isShown = true;
  private image = '';
  private tooltip = '';
  private menu = '';
  private listener: () => void = () => undefined;
  private readonly themed = () => this.update();

  constructor(options: TrayOptions) {
    this.options = options;
    this.tray = this.made();
    // A click on macOS opens the menu by itself, and some panels of Linux keep it for that; Electron then tells of none.
    if (options.session !== 'macos') this.tray?.on('click', () => options.onClick('palette'));
    nativeTheme.on('updated', this.themed);
    if (this.tray && options.session !== 'windows' && options.session !== 'macos') void this.lookForHost();
  }

  /** As far as it is known. */
  get isThere(): boolean {
    return this.tray !== null && this.isShown;
  }

  /** Told when `isThere` has changed. */
  onChange(listener: () => void): void {
    this.listener = listener;
  }

  /** Only what has changed. */
  update(): void {
    const { tray } = this;
    if (!tray || tray.isDestroyed()) return;
    const content = this.options.content();
    const image = this.imageFor(trayState(firstServer(content.core)));
    if (image !== this.image) tray.setImage(nativeImage.createFromPath(image));
    this.image = image;
    const tooltip = trayTooltip(content);
    if (tooltip !== this.tooltip) tray.setToolTip(tooltip);
    this.tooltip = tooltip;
    const template = trayMenu(content, (action) => this.clicked(action));
    const menu = JSON.stringify(template);
    if (menu !== this.menu) tray.setContextMenu(Menu.buildFromTemplate(template));
    this.menu = menu;
  }

  close(): void {
    this.listener = () => undefined;
    nativeTheme.off('updated', this.themed);
    this.tray?.destroy();
  }

  /** The system has set or taken the entry's mark by itself, whatever comes of it: the menu is made anew. */
  private clicked(action: MenuAction): void {
    this.menu = '';
    this.options.onClick(action);
  }

  private made(): Tray | null {
    try {
      this.image = this.imageFor('none');
      return new Tray(nativeImage.createFromPath(this.image));
    } catch (error) {
      this.options.note(`No tray could be had: ${String(error)}`);
      return null;
    }
  }

  private async lookForHost(): Promise<void> {
    const { session, env = process.env, ask = askForHost } = this.options;
    this.isShown = showsTray(session, env, await ask());
    if (!this.isShown) this.listener();
  }

  private imageFor(state: TrayState): string {
    const { session, folder } = this.options;
    // The panels of Linux are dark as a rule, whatever the theme of windows is.
    const isDark = session === 'windows' ? nativeTheme.shouldUseDarkColorsForSystemIntegratedUI : true;
    return join(folder, trayImage(state, session, isDark));
  }
}
