/**
 * What the HTTP server answers, and to whom.
 *
 * A guest's folder below `tickets/` and `ignition/` holds one file named after the guest's address: no folder is 404, no
 * file for this address is 403. So nothing has to be reloaded when a guest comes or goes. A guest may write its log and
 * its reports, each report once, and nobody else's. They lie in folders named after VM id, nonce of the config and SMBIOS
 * UUID of the machine.
 */
export const NGINX_CONF = `worker_processes 1;

events {
  worker_connections 1024;
}

http {
  types {
    text/plain ipxe;
    application/json ign;
  }
  default_type application/octet-stream;

  log_format slipway '$time_iso8601 $remote_addr "$request" $status $body_bytes_sent';
  access_log /srv/log/http.log slipway;

  client_max_body_size 16k;
  client_body_temp_path /tmp/body;

  server {
    listen 80;

    location = /boot.ipxe {
      root /srv/www;
    }

    location = /config.cpio {
      root /srv/www;
    }

    location ~ ^/images/[A-Za-z0-9][A-Za-z0-9._-]*/[A-Za-z0-9][A-Za-z0-9._-]*$ {
      root /srv;
    }

    location ~ ^/tickets/([1-9][0-9]*)\\.ign$ {
      if (!-d /srv/tickets/$1.ign) {
        return 404;
      }
      if (!-f /srv/tickets/$1.ign/$remote_addr) {
        return 403;
      }
      default_type text/plain;
      alias /srv/tickets/$1.ign/$remote_addr;
    }

    location ~ ^/ignition/([1-9][0-9]*)\\.ign$ {
      if (!-d /srv/ignition/$1.ign) {
        return 404;
      }
      if (!-f /srv/ignition/$1.ign/$remote_addr) {
        return 403;
      }
      default_type application/json;
      alias /srv/ignition/$1.ign/$remote_addr;
    }

    location ~ ^/installed/([1-9][0-9]*)/([0-9a-f]+)/([0-9a-f-]+)$ {
      if (-d /srv/reports/$1/$2/$3) {
        return 200;
      }
      return 404;
    }

    location ~ ^/log/([1-9][0-9]*)/([0-9a-f]+)/([0-9a-f-]+)/(live|checked|written|booted|failed)$ {
      if (!-f /srv/ignition/$1.ign/$remote_addr) {
        return 403;
      }
      root /srv;
      dav_methods PUT;
      create_full_put_path on;
      limit_except PUT {
        deny all;
      }
    }

    location ~ ^/reports/([1-9][0-9]*)/([0-9a-f]+)/([0-9a-f-]+)/([0-9a-f-]+)$ {
      if (!-f /srv/ignition/$1.ign/$remote_addr) {
        return 403;
      }
      if (-f /srv/reports/$1/$2/$3/$4) {
        return 409;
      }
      root /srv;
      dav_methods PUT;
      create_full_put_path on;
      limit_except PUT {
        deny all;
      }
    }

    location / {
      return 404;
    }
  }
}
`;
