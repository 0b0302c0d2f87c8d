/** Where the palette is, and what each of its views is given. */
import type { NewEvent } from '../../api/client/client.ts';
import type { PageCore } from '../../overlay/page/core.svelte.ts';

export type Place =
  /** The one input, and what it finds: servers and commands. */
  | { readonly view: 'home' }
  | { readonly view: 'compare' }
  | { readonly view: 'progress'; readonly serverId: string }
  | { readonly view: 'server'; readonly serverId: string }
  /** `draft`: what a new event starts with. */
  | { readonly view: 'schedule'; readonly draft?: EventDraft }
  /** Without a server: the practice opening. */
  | { readonly view: 'practice'; readonly serverId?: string }
  | { readonly view: 'settings' }
  | { readonly view: 'access' }
  | { readonly view: 'plugins' };

export type EventDraft = Partial<Pick<NewEvent, 'serverId' | 'name' | 'time'>>;

export interface ViewProps<V extends Place['view'] = Place['view']> {
  readonly core: PageCore;
  readonly place: Extract<Place, { view: V }>;
  readonly go: (place: Place) => void;
  /** One step back, as Esc does. */
  readonly back: () => void;
}
