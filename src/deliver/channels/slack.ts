// Answers of a Slack incoming webhook: https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks
import type { ChannelAnswer } from './post.js';

const GONE_ERROR =
  /^(no_service|no_team|invalid_token|team_disabled|action_prohibited|channel_not_found|channel_is_archived)/;

export function readSlackAnswer(text: string): ChannelAnswer {
  const code = text.trim();
  if (!GONE_ERROR.test(code)) return { error: code };
  return { error: `${code}: the webhook no longer works; create a new one and set SLACK_WEBHOOK_URL` };
}
