/** What a person types on the AutoCore computer around going live and coming back. Mosquitto stays up. */
export const serviceCommands = {
  stop: 'sudo systemctl stop autocore-gateway autocore-config-app autocore-bluetooth',
  cron: 'crontab -e   # auto_recovery.sh',
  start: 'sudo systemctl start autocore-gateway autocore-config-app autocore-bluetooth',
} as const;
