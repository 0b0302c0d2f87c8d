import './page/theme.css';
import { mount } from 'svelte';
import FlashPage from './flash/FlashPage.svelte';
import { openCore } from './page/core.svelte.ts';
import { desktop } from './page/desktop.svelte.ts';
import Overlay from './Overlay.svelte';

// In the desktop app the window is the clock, and what is around it is not there.
document.documentElement.classList.toggle('desktop', desktop !== null);
// One window of the app is as large as the screen, and does nothing but flash.
const page = desktop && location.hash === '#flash' ? FlashPage : Overlay;
mount(page, { target: document.body, props: { core: await openCore() } });
