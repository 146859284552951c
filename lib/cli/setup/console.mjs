// What set-up tells its user: one line a step, kept up to date on a terminal, plain lines elsewhere.

const terminal = process.stderr.isTTY === true && process.env["CI"] === undefined;

/** How often a log that is no terminal hears of the same step. */
const SECONDS_BETWEEN_LINES = 30;

/** Runs one step and shows how it went; `work` gets a function that shows progress. */
export async function step(title, work) {
  const started = Date.now();
  let detail = "";
  let announced = false;
  let nextLine = 0;
  const show = () => {
    const seconds = Math.round((Date.now() - started) / 1000);
    const line = `… ${title}: ${detail}${seconds > 1 ? `, ${seconds} s` : ""}`;
    if (terminal) process.stderr.write(`\r\u001b[K${line}`);
    else if (seconds >= nextLine) {
      process.stderr.write(`${line}\n`);
      nextLine = seconds + SECONDS_BETWEEN_LINES;
    }
    announced = true;
  };
  const ticker = setInterval(() => announced && show(), 1000);
  try {
    const said = await work((text) => {
      detail = text;
      show();
    });
    if (terminal) process.stderr.write("\r\u001b[K");
    if (announced || said?.always) process.stderr.write(`✔ ${title}${said?.text ? ` ${said.text}` : ""}\n`);
    return said?.value;
  } catch (error) {
    if (terminal) process.stderr.write("\r\u001b[K");
    process.stderr.write(`✘ ${title}\n`);
    throw error;
  } finally {
    clearInterval(ticker);
  }
}

/** A failure whose message is meant for the user as it stands. */
export class SetupError extends Error {}
