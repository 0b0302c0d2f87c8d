/** What corrects the computer's clock, by system (Node's names). */
export function clockCommands(platform: string): readonly string[] {
  if (platform === 'win32') return ['w32tm /resync'];
  if (platform === 'darwin') return ['sudo sntp -sS time.apple.com'];
  return ['sudo timedatectl set-ntp true', 'sudo chronyc makestep'];
}
