import { text, type Example } from "../example";

export const systemdExamples: readonly Example[] = [
  {
    name: "units and drop-ins, written and local",
    yaml: text`
      variant: fcos
      version: 1.7.0
      systemd:
        units:
          - name: hello.service
            enabled: true
            contents: |
              [Service]
              ExecStart=/usr/bin/echo 100%% sure
              [Install]
              WantedBy=multi-user.target
          - name: local.service
            enabled: false
            contents_local: units/local.service
          - name: zincati.service
            mask: true
          - name: sshd.service
            dropins:
              - name: 10-port.conf
                contents: |
                  [Service]
                  Environment=PORT=2222
              - name: 20-local.conf
                contents_local: units/limits.conf
    `,
    files: {
      "units/local.service": "[Service]\nExecStart=/usr/bin/true\n[Install]\nWantedBy=multi-user.target\n",
      "units/limits.conf": "[Service]\nLimitNOFILE=4096\n",
    },
    ignition: {
      ignition: { version: "3.6.0" },
      systemd: {
        units: [
          {
            name: "hello.service",
            contents: "[Service]\nExecStart=/usr/bin/echo 100%% sure\n[Install]\nWantedBy=multi-user.target\n",
            enabled: true,
          },
          {
            name: "local.service",
            contents: "[Service]\nExecStart=/usr/bin/true\n[Install]\nWantedBy=multi-user.target\n",
            enabled: false,
          },
          {
            name: "sshd.service",
            dropins: [
              { name: "10-port.conf", contents: "[Service]\nEnvironment=PORT=2222\n" },
              { name: "20-local.conf", contents: "[Service]\nLimitNOFILE=4096\n" },
            ],
          },
          { name: "zincati.service", mask: true },
        ],
      },
    },
  },
];
