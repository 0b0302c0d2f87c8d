import { holdOpen } from '../../desktop/editing.svelte.ts';

/**
 * What is typed into a control and not taken yet: taken at Enter (in a text of many lines Ctrl+Enter), or when the field is left; Esc
 * takes it back.
 */
export class Draft {
  /** Null: nothing, so that what is kept shows. */
  text = $state<string | null>(null);
  private readonly take: (typed: string) => Promise<boolean>;
  private readonly say: (problem: null) => void;

  /** While a component is made. `take`: whether what was typed is kept now. `say`: a sentence about it stands no longer. */
  constructor(take: (typed: string) => Promise<boolean>, say: (problem: null) => void) {
    this.take = take;
    this.say = say;
    holdOpen(() => this.text !== null);
  }

  readonly onblur = (): void => void this.end();

  readonly onkeydown = (event: KeyboardEvent): void => {
    if (event.isComposing) return;
    const isLine = !(event.currentTarget instanceof HTMLTextAreaElement);
    if (event.key === 'Enter' && (isLine || event.ctrlKey || event.metaKey)) void this.end();
    else if (event.key === 'Escape' && this.text !== null) {
      event.preventDefault();
      event.stopPropagation();
      this.text = null;
      this.say(null);
    }
  };

  private async end(): Promise<void> {
    const typed = this.text;
    // What was typed while the answer was under way stays.
    if (typed !== null && (await this.take(typed)) && this.text === typed) this.text = null;
  }
}
