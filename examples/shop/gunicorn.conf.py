"""gunicorn for the shop: two workers, on this machine only."""

import ctypes
import os

wsgi_app = "shop.wsgi:application"
bind = "127.0.0.1:" + os.environ.get("SHOP_PORT", "8000")
workers = 2
# A worker that must end is not waited for longer than the slowest page takes.
graceful_timeout = 5
accesslog = None
# It would be one socket for all sites of a user, in the home folder.
control_socket_disable = True
loglevel = os.environ.get("SHOP_LOG_LEVEL", "info")

# prctl(2): who may read this process beside root, where Yama limits that to its ancestors.
PR_SET_PTRACER = 0x59616D61
PR_SET_PTRACER_ANY = -1


def post_fork(server, worker):
    """Lets every process of the same user read a worker, if SHOP_READABLE says so.

    Ubuntu's kernel.yama.ptrace_scope=1 would otherwise ask for root. Kernels without Yama refuse the
    call and need none.
    """
    if os.environ.get("SHOP_READABLE") == "1":
        ctypes.CDLL(None).prctl(PR_SET_PTRACER, ctypes.c_long(PR_SET_PTRACER_ANY), 0, 0, 0)
