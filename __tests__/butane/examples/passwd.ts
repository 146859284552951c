import { text, type Example } from "../example";

export const passwdExamples: readonly Example[] = [
  {
    name: "users and groups",
    yaml: text`
      variant: fcos
      version: 1.7.0
      passwd:
        users:
          - name: core
            password_hash: $y$j9T$A$B
            ssh_authorized_keys:
              - ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIA first
            ssh_authorized_keys_local:
              - keys/team.pub
              - keys/ci.pub
          - name: app
            uid: 1_500
            gecos: Application, 4th floor
            home_dir: /var/lib/app
            no_create_home: on
            primary_group: app
            groups: [wheel, systemd-journal]
            no_user_group: true
            no_log_init: Yes
            shell: /usr/sbin/nologin
            system: TRUE
          - name: guest
            should_exist: no
        groups:
          - name: app
            gid: 1500
            password_hash: "!"
            system: y
          - name: games
            should_exist: false
    `,
    files: {
      "keys/team.pub":
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIB alice\r\n\r\nssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIC bob\n",
      "keys/ci.pub": "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAID ci",
    },
    ignition: {
      ignition: { version: "3.6.0" },
      passwd: {
        groups: [
          { name: "app", gid: 1500, passwordHash: "!", system: true },
          { name: "games", shouldExist: false },
        ],
        users: [
          {
            name: "core",
            passwordHash: "$y$j9T$A$B",
            sshAuthorizedKeys: [
              "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIA first",
              "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIB alice",
              "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIC bob",
              "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAID ci",
            ],
          },
          {
            name: "app",
            uid: 1500,
            gecos: "Application, 4th floor",
            homeDir: "/var/lib/app",
            noCreateHome: true,
            primaryGroup: "app",
            groups: ["systemd-journal", "wheel"],
            noUserGroup: true,
            noLogInit: true,
            shell: "/usr/sbin/nologin",
            system: true,
          },
          { name: "guest", shouldExist: false },
        ],
      },
    },
  },
];
