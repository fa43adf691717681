/** A stage whose data must outlive `sst remove`; which stages those are is said once, in sst.config.ts. */
export const isPermanent = $app.protect;

/** Address that mail comes from; SES must be allowed to send as it. Set it in `.env.<stage>`. */
export const mailFrom = required("MAIL_FROM");

/** Mailbox of whoever is on duty; without one the alarms are only seen in CloudWatch. */
export const alarmMail = process.env["ALARM_MAIL"];

/** Host name people use; without one CloudFront gives its own. */
export const publicDomain = process.env["PUBLIC_DOMAIN"];

function required(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`set ${name} in .env.${$app.stage} before deploying`);
  return value;
}
