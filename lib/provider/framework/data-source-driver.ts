import { report, type Outcome } from "./report";
import { loaded, type DataSource, type Lazy } from "./resource";
import type { Session } from "./session";
import type { Diagnostic, ValueObject } from "./values";
import { validateConfig } from "./validate-config";

/** Checks and reads one kind of data source. */
export class DataSourceDriver<Client> {
  private readonly type: string;

  constructor(
    private readonly dataSource: DataSource<Client> | Lazy<DataSource<Client>>,
    private readonly session: Session<Client>,
    prefix: string,
  ) {
    this.type = `${prefix}_${dataSource.name}`;
  }

  validate(config: ValueObject): Promise<readonly Diagnostic[]> {
    return validateConfig(this.type, this.dataSource, config, this.session.signal);
  }

  async read(config: ValueObject): Promise<Outcome<ValueObject | null>> {
    const { signal } = this.session;
    return report<ValueObject | null>(
      `read ${this.type}`,
      signal,
      async (warn) => {
        const call = { client: this.session.required(), signal, warn };
        return (await loaded(this.dataSource)).read({ config }, call);
      },
      () => null,
    );
  }
}
