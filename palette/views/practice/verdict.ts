/** Whether a press came early or late; `near`: its ± does not tell. Pure. */
import type { Rehearsal } from '../../../api/client/client.ts';

export function verdictOf({
  lateMs,
  accuracyMs,
}: Pick<Rehearsal, 'lateMs' | 'accuracyMs'>): 'early' | 'late' | 'near' {
  // At the opening itself it is open.
  if (accuracyMs > 0 && Math.abs(lateMs) <= accuracyMs) return 'near';
  return lateMs < 0 ? 'early' : 'late';
}
