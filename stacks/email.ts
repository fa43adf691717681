import { mailFrom } from "./stage.ts";

/** The identity we send as. SES mails the address a confirmation the first time. */
export const email = new sst.aws.Email("Email", { sender: mailFrom });

/** The configuration set is the identity's default, so sending uses it too. */
export const sendMail = {
  actions: ["ses:SendEmail"],
  resources: [email.nodes.identity.arn, email.nodes.configurationSet.arn],
};
