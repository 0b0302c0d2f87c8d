import './page/theme.css';
import { mount } from 'svelte';
import { openCore } from './page/core.svelte.ts';
import Overlay from './Overlay.svelte';

// In the desktop app the window is the clock, and what is around it is not there.
document.documentElement.classList.toggle('desktop', 'ticketime' in window);
mount(Overlay, { target: document.body, props: { core: await openCore() } });
