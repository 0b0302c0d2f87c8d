/** What is known of the events: the journal's, and nothing beside it. */
import type { CoreMessage } from '../../api/protocol/messages.ts';
import { Failure } from '../failure.ts';
import { apply, replay, type EventRecord, type JournalEntry } from './event-state.ts';

export interface BookOptions {
  readonly journal: { append(entry: JournalEntry): unknown; all(): Iterable<JournalEntry> };
  readonly epochMs: () => number;
  readonly say: (message: CoreMessage) => void;
}

export class EventBook {
  private readonly options: BookOptions;
  private readonly records: Map<string, EventRecord>;

  constructor(options: BookOptions) {
    this.options = options;
    this.records = replay(options.journal.all());
  }

  all(): EventRecord[] {
    return [...this.records.values()];
  }

  get(id: string): EventRecord | undefined {
    return this.records.get(id);
  }

  /** On the disk when this returns; throws a Failure when it could not be written, and then nothing has happened. */
  write(kind: string, eventId: string, data: unknown): void {
    const entry = { epochMs: this.options.epochMs(), kind, eventId, data };
    this.options.journal.append(entry);
    apply(this.records, entry);
  }

  /**
   * Of what happens whether it can be written or not: an event is not given up because a disk is full. That is told; the worst that
   * follows is that a start soon afterwards knows less of it than it could.
   */
  note(kind: string, { id, event }: EventRecord, data: unknown): void {
    try {
      this.write(kind, id, data);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      apply(this.records, { epochMs: this.options.epochMs(), kind, eventId: id, data });
      const { code, message } = error;
      this.options.say({ type: 'alert', serverId: event.serverId, code, message });
    }
  }
}
