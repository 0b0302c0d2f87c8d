/** What makes a window float, said to the system once more whenever it may have forgotten it. */
import { nativeTheme, type BrowserWindow } from 'electron';
import type { WindowPolicy } from './window-policy.ts';

/** After which X11 may take the clicks again (electron#52456). */
const FORGOTTEN_AFTER = ['show', 'resize', 'move', 'restore'] as const;

/**
 * Of one window, for as long as there is one; says it whenever it is called.
 *
 * @param policy as it holds by then
 */
export function keepFloating(window: BrowserWindow, policy: () => WindowPolicy): () => void {
  const { isForgetful, reassertMs } = policy();
  const assert = () => {
    if (window.isDestroyed()) return;
    const { level, onAllWorkspaces, ignoresMouse } = policy();
    // macOS: before the level, which it would otherwise set back.
    if (onAllWorkspaces)
      window.setVisibleOnAllWorkspaces(true, { visibleOnFullScreen: true, skipTransformProcessType: true });
    if (level) window.setAlwaysOnTop(true, level);
    window.setIgnoreMouseEvents(ignoresMouse);
  };
  const again = () => {
    if (window.isDestroyed() || !window.isVisible()) return;
    assert();
    // No window manager keeps it above the others.
    if (policy().isUnmanaged) window.moveTop();
  };
  const clickThrough = () => {
    if (!window.isDestroyed() && policy().ignoresMouse) window.setIgnoreMouseEvents(true);
  };
  const ticking = reassertMs === null ? null : setInterval(again, reassertMs).unref();
  if (isForgetful) {
    for (const event of FORGOTTEN_AFTER) window.on(event as 'show', clickThrough);
    nativeTheme.on('updated', clickThrough);
  }
  window.once('closed', () => {
    if (ticking) clearInterval(ticking);
    nativeTheme.off('updated', clickThrough);
  });
  return assert;
}
