/* A process under a storm of signals, whose threads also sleep in calls that an untimely stop would
 * end early. It counts what it received and what ended early, and says so at its end.
 *
 *   storm ROUNDS          prints "ready", then runs (0: until a line comes in), then prints the counts,
 *                         one "name value" a line
 *
 * counter   receives: spins, and now and then sleeps for a moment in epoll_wait (EINTR allowed there)
 * sleepers  block every signal: compute a little, sleep a little in one call each; any EINTR is wrong
 * ignorer   ignores SIGWINCH, which is sent to it all the time; any EINTR is wrong
 * main      sends: queued real-time signals with running numbers, and standard ones one at a time
 */
#define _GNU_SOURCE
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/ipc.h>
#include <sys/sem.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

enum { QUEUES = 2, KINDS = 3 };
static const int kinds[KINDS] = {SIGTERM, SIGCHLD, SIGUSR1};
static atomic_long queued[QUEUES], order_broken, standard[KINDS], early, calls;
static atomic_int done;

static void on_queued(int sig, siginfo_t *info, void *context) {
  (void)context;
  int queue = sig - SIGRTMIN;
  if (info->si_value.sival_int != (int)queued[queue] || info->si_code != SI_QUEUE) order_broken++;
  queued[queue]++;
}

static void on_standard(int sig) {
  for (int i = 0; i < KINDS; i++)
    if (kinds[i] == sig) standard[i]++;
}

static void compute(long micros) {
  struct timespec a, b;
  clock_gettime(CLOCK_MONOTONIC, &a);
  do clock_gettime(CLOCK_MONOTONIC, &b);
  while ((b.tv_sec - a.tv_sec) * 1000000L + (b.tv_nsec - a.tv_nsec) / 1000 < micros && !done);
}

static void block_all(void) {
  sigset_t all;
  sigfillset(&all);
  pthread_sigmask(SIG_BLOCK, &all, NULL);
}

static void count(long result) {
  calls++;
  if (result < 0 && errno == EINTR) early++;
}

static void *in_epoll(void *unused) {
  block_all();
  int ep = epoll_create1(0);
  struct epoll_event event;
  while (!done) {
    compute(30);
    count(epoll_wait(ep, &event, 1, 1));
  }
  return unused;
}

static void *in_semtimedop(void *unused) {
  block_all();
  int sem = semget(IPC_PRIVATE, 1, 0600);
  struct sembuf down = {0, -1, 0};
  struct timespec wait = {0, 500000};
  while (!done) {
    compute(30);
    count(semtimedop(sem, &down, 1, &wait));
  }
  semctl(sem, 0, IPC_RMID);
  return unused;
}

static void *in_recv(void *unused) {
  block_all();
  int pair[2];
  socketpair(AF_UNIX, SOCK_STREAM, 0, pair);
  struct timeval wait = {0, 500};
  setsockopt(pair[0], SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait);
  char byte;
  while (!done) {
    compute(30);
    count(recv(pair[0], &byte, 1, 0));
  }
  return unused;
}

static void *in_sleep_and_poll(void *unused) {
  block_all();
  struct timespec wait = {0, 300000};
  while (!done) {
    compute(30);
    count(nanosleep(&wait, NULL));
    compute(30);
    count(poll(NULL, 0, 1));
  }
  return unused;
}

static atomic_int ignorer_id;
static void *in_epoll_ignoring(void *unused) {
  sigset_t set;
  sigfillset(&set);
  sigdelset(&set, SIGWINCH);
  pthread_sigmask(SIG_SETMASK, &set, NULL);
  ignorer_id = (int)syscall(SYS_gettid);
  int ep = epoll_create1(0);
  struct epoll_event event;
  while (!done) {
    compute(30);
    count(epoll_wait(ep, &event, 1, 1));
  }
  return unused;
}

static atomic_int counter_ready;
static void *counter(void *unused) {
  int ep = epoll_create1(0);
  struct epoll_event event;
  counter_ready = 1;
  while (!done) {
    compute(200);
    epoll_wait(ep, &event, 1, 0);
  }
  return unused;
}

static long number;
static void send_queued(void) {
  for (int queue = 0; queue < QUEUES; queue++) {
    union sigval value = {.sival_int = (int)number};
    while (sigqueue(getpid(), SIGRTMIN + queue, value) < 0 && errno == EAGAIN) sched_yield();
  }
  number++;
}

/* Standard signals do not queue: the next is sent when the last was counted. */
static int send_standard(int kind, long wanted) {
  struct timespec wait = {0, 20000}, start, now;
  kill(getpid(), kinds[kind]);
  clock_gettime(CLOCK_MONOTONIC, &start);
  while (standard[kind] < wanted) {
    nanosleep(&wait, NULL);
    clock_gettime(CLOCK_MONOTONIC, &now);
    if (now.tv_sec - start.tv_sec > 20) return 0;
  }
  return 1;
}

static int told(void) {
  struct pollfd in = {0, POLLIN, 0};
  return poll(&in, 1, 0) > 0;
}

int main(int argc, char **argv) {
  long rounds = argc > 1 ? atol(argv[1]) : 1000;
  struct sigaction action;
  memset(&action, 0, sizeof action);
  sigfillset(&action.sa_mask);
  action.sa_flags = SA_SIGINFO | SA_RESTART;
  action.sa_sigaction = on_queued;
  for (int queue = 0; queue < QUEUES; queue++) sigaction(SIGRTMIN + queue, &action, NULL);
  action.sa_flags = SA_RESTART;
  action.sa_handler = on_standard;
  for (int i = 0; i < KINDS; i++) sigaction(kinds[i], &action, NULL);

  pthread_t threads[6];
  void *(*bodies[6])(void *) = {counter,           in_epoll,          in_semtimedop, in_recv,
                                in_sleep_and_poll, in_epoll_ignoring};
  for (int i = 0; i < 6; i++) pthread_create(&threads[i], NULL, bodies[i], NULL);
  block_all();
  while (!counter_ready || !ignorer_id) sched_yield();
  printf("pid %d\nready\n", getpid());
  fflush(stdout);

  long lost = 0;
  struct timespec pause = {0, 200000};
  for (long round = 0; rounds ? round < rounds : !told(); round++) {
    for (int i = 0; i < 5; i++) send_queued();
    syscall(SYS_tgkill, getpid(), ignorer_id, SIGWINCH);
    for (int kind = 0; kind < KINDS; kind++) lost += !send_standard(kind, round + 1 - lost);
    nanosleep(&pause, NULL);
  }
  struct timespec start, now;
  clock_gettime(CLOCK_MONOTONIC, &start);
  do {
    nanosleep(&pause, NULL);
    clock_gettime(CLOCK_MONOTONIC, &now);
  } while ((queued[0] < number || queued[1] < number) && now.tv_sec - start.tv_sec < 20);
  done = 1;
  for (int i = 0; i < 6; i++) pthread_join(threads[i], NULL);
  printf("queued %ld\nreceived0 %ld\nreceived1 %ld\norder %ld\nlost %ld\nearly %ld\ncalls %ld\nend\n", number,
         queued[0], queued[1], order_broken, lost, early, calls);
  fflush(stdout);
  return 0;
}
