import '../overlay/page/theme.css';
import { mount } from 'svelte';
import { openCore } from '../overlay/page/core.svelte.ts';
import { desktop } from '../overlay/page/desktop.svelte.ts';
import Palette from './Palette.svelte';

// In the desktop app the window is the palette, and what is around it is not there.
document.documentElement.classList.toggle('desktop', desktop !== null);
mount(Palette, { target: document.body, props: { core: await openCore() } });
