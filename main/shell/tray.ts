/** The icon in the tray. It is never the only way in, for some desktops show none. */
import { Menu, nativeImage, nativeTheme, Tray } from 'electron';
import { join } from 'node:path';
import type { Session } from './session.ts';
import { trayMenu, type MenuAction, type MenuContent } from './tray-menu.ts';
import { firstServer, trayImage, trayState, trayTooltip } from './tray-state.ts';

export interface TrayOptions {
  readonly session: Session;
  /** Where its images lie. */
  readonly folder: string;
  readonly content: () => MenuContent;
  readonly onClick: (action: MenuAction) => void;
  /** Told when it cannot be had. */
  readonly note: (line: string) => void;
}

export class TrayIcon {
  private readonly options: TrayOptions;
  private readonly tray: Tray | null;
  private image = '';
  private tooltip = '';
  private menu = '';
  private readonly themed = () => this.update();

  constructor(options: TrayOptions) {
    this.options = options;
    this.tray = this.made();
    this.tray?.on('click', () => {
      // On macOS a click opens the menu by itself, and so it does on most desktops of Linux.
      if (options.session === 'windows') options.onClick('palette');
    });
    nativeTheme.on('updated', this.themed);
  }

  get isThere(): boolean {
    return this.tray !== null;
  }

  /** Only what has changed. */
  update(): void {
    const { tray } = this;
    if (!tray || tray.isDestroyed()) return;
    const { content, onClick } = this.options;
    const now = content();
    const server = firstServer(now.core);
    const image = this.imageFor(trayState(server));
    if (image !== this.image) tray.setImage(nativeImage.createFromPath(image));
    this.image = image;
    const tooltip = trayTooltip(server, now.language);
    if (tooltip !== this.tooltip) tray.setToolTip(tooltip);
    this.tooltip = tooltip;
    const template = trayMenu(now, onClick);
    const menu = JSON.stringify(template);
    if (menu !== this.menu) tray.setContextMenu(Menu.buildFromTemplate(template));
    this.menu = menu;
  }

  close(): void {
    nativeTheme.off('updated', this.themed);
    this.tray?.destroy();
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

  private imageFor(state: ReturnType<typeof trayState>): string {
    const { session, folder } = this.options;
    // The panels of Linux are dark as a rule, whatever the theme of windows is.
    const isDark = session === 'windows' ? nativeTheme.shouldUseDarkColorsForSystemIntegratedUI : true;
    return join(folder, trayImage(state, session, isDark));
  }
}
