import { Logger } from "@aws-lambda-powertools/logger";

/** One JSON line per event. POWERTOOLS_LOG_LEVEL sets the level (default INFO). Never log bodies or tokens. */
export const logger = new Logger({ serviceName: "countersign" });
