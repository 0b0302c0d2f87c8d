import '../overlay/page/theme.css';
import { mount } from 'svelte';
import { openCore } from '../overlay/page/core.svelte.ts';
import Palette from './Palette.svelte';

mount(Palette, { target: document.body, props: { core: await openCore() } });
