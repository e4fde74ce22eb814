/* fan.c: opens N WebSocket connections to a server and measures how it fans a change out to all of them.
 *
 * A "change" is a text sent on the first connection. The server answers by sending one fragment to everybody, marked
 * with t=<CLOCK_MONOTONIC in ns> n=<number>. A message may carry several fragments; every stamp counts as a delivery.
 *
 *   closed phase: WINDOW changes are under way all the time, the next one starts when one has reached everybody
 *   open phase:   RATE changes a second, whatever becomes of them
 *
 * Prints a JSON line when connected, then waits for a line "go PID,PID,…" (the processes whose CPU time is counted),
 * then prints a JSON line for each phase. Times are in ms where they say so.
 *
 *   fan -p PORT -n N [-P PATH] [-f FIRST] [-t CHANGE] [-w WINDOW]… [-d SECONDS] [-r RATE]… [-D SECONDS]
 *
 * FIRST is sent once on each connection, CHANGE is the text that makes a change, -d and -D are the lengths of the
 * phases. Engine.IO's and WebSocket's pings are answered.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum state { CONNECTING, ASKED, OPEN, DEAD };
enum { TEXT = 1, CLOSE = 8, PING = 9, PONG = 10 };

typedef struct {
    int fd;
    enum state state;
    unsigned char *rest; /* of a frame that is not complete yet */
    int rest_size, rest_capacity;
} connection;

/* What is asked for. */
static int port, wanted = 100;
static const char *path = "/ws", *first, *change = "p";
static int windows[8], window_count;
static double rates[8], closed_seconds = 3, open_seconds = 3;
static int rate_count;

/* The connections. */
static connection *connections;
static int poller, started, opening, open_count, dead_count;
static char request[1024];
static int request_size;

/* The changes under way, by number; a ring that is larger than any number of them. */
#define RING 65536
static struct { uint64_t number, stamp; uint32_t reached; } changes[RING];
static uint64_t deliveries, completed;

/* What is being recorded: from stamp to one viewer (ns / 16) and from stamp to the last viewer (ns). */
#define MOST_DELIVERIES (1 << 25)
#define MOST_CHANGES (1 << 20)
static int recording;
static uint32_t *each;
static uint64_t *last;
static size_t each_count, last_count;

static int pids[64], pid_count;

static uint64_t now_ns(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000000000ull + t.tv_nsec;
}

static double now(void) { return now_ns() / 1e9; }

/* ---- frames ---- */

static void send_frame(connection *c, int opcode, const unsigned char *body, int size) {
    static const unsigned char mask[4] = {1, 2, 3, 4};
    unsigned char out[2 + 4 + 125];
    if (size > 125) size = 125;
    out[0] = 0x80 | opcode;
    out[1] = 0x80 | size;
    memcpy(out + 2, mask, 4);
    for (int i = 0; i < size; i++) out[6 + i] = body[i] ^ mask[i & 3];
    send(c->fd, out, 6 + size, MSG_NOSIGNAL);
}

static void send_text(connection *c, const char *text) { send_frame(c, TEXT, (const unsigned char *)text, strlen(text)); }

static void on_stamp(uint64_t stamp, uint64_t number, uint64_t at) {
    uint64_t took = at > stamp ? at - stamp : 0;
    unsigned k = number & (RING - 1);
    deliveries++;
    if (recording && each_count < MOST_DELIVERIES) each[each_count++] = took >> 4 > UINT32_MAX ? UINT32_MAX : took >> 4;
    if (changes[k].number != number || changes[k].stamp != stamp) {
        changes[k].number = number;
        changes[k].stamp = stamp;
        changes[k].reached = 0;
    }
    if (++changes[k].reached < (uint32_t)open_count) return;
    changes[k].number = UINT64_MAX;
    completed++;
    if (recording && last_count < MOST_CHANGES) last[last_count++] = took;
}

static uint64_t digits(const unsigned char **p, const unsigned char *end) {
    uint64_t value = 0;
    while (*p < end && **p >= '0' && **p <= '9') value = value * 10 + (*(*p)++ - '0');
    return value;
}

static void on_text(connection *c, const unsigned char *p, int size, uint64_t at) {
    const unsigned char *end = p + size;
    if (size == 1 && *p == '2') { /* Engine.IO's ping */
        send_text(c, "3");
        return;
    }
    while ((p = memmem(p, end - p, "t=", 2))) {
        p += 2;
        uint64_t stamp = digits(&p, end);
        if (stamp && end - p > 3 && !memcmp(p, " n=", 3)) {
            p += 3;
            on_stamp(stamp, digits(&p, end), at);
        }
    }
}

/* ---- connections ---- */

static void dead(connection *c) {
    if (c->state == DEAD) return;
    if (c->state == OPEN) open_count--;
    else opening--;
    c->state = DEAD;
    dead_count++;
    close(c->fd);
}

/* The 101; gives how many bytes it took, or 0 when it is not all here. */
static int on_head(connection *c, unsigned char *b, int size) {
    unsigned char *end = memmem(b, size, "\r\n\r\n", 4);
    if (!end) return 0;
    if (memcmp(b, "HTTP/1.1 101", 12)) {
        fprintf(stderr, "refused: %.*s\n", (int)(end - b), b);
        dead(c);
        return size;
    }
    c->state = OPEN;
    open_count++;
    opening--;
    if (first) send_text(c, first);
    return end + 4 - b;
}

/* Gives how many bytes were whole. */
static int consume(connection *c, unsigned char *b, int size, uint64_t at) {
    int done = 0;
    if (c->state == ASKED && !(done = on_head(c, b, size))) return 0;
    while (c->state == OPEN && size - done >= 2) {
        int opcode = b[done] & 15, head = 2;
        uint64_t length = b[done + 1] & 127;
        if (length == 126) {
            if (size - done < 4) break;
            length = b[done + 2] << 8 | b[done + 3];
            head = 4;
        } else if (length == 127) {
            if (size - done < 10) break;
            length = 0;
            for (int i = 0; i < 8; i++) length = length << 8 | b[done + 2 + i];
            head = 10;
        }
        if ((uint64_t)(size - done) < head + length) break;
        if (opcode == TEXT) on_text(c, b + done + head, length, at);
        else if (opcode == PING) send_frame(c, PONG, b + done + head, length);
        else if (opcode == CLOSE) dead(c);
        done += head + length;
    }
    return done;
}

static void readable(connection *c) {
    static unsigned char input[1 << 21];
    int before = c->rest_size;
    if (before) memcpy(input, c->rest, before);
    int got = recv(c->fd, input + before, 65536, 0);
    if (got < 0 && errno == EAGAIN) return;
    if (got <= 0) {
        dead(c);
        return;
    }
    int size = before + got, done = consume(c, input, size, now_ns());
    c->rest_size = c->state == DEAD ? 0 : size - done;
    if (c->rest_size > c->rest_capacity) {
        c->rest_capacity = c->rest_size + 512;
        c->rest = realloc(c->rest, c->rest_capacity);
    }
    if (c->rest_size) memcpy(c->rest, input + done, c->rest_size);
}

static void start_one(void) {
    connection *c = &connections[started++];
    int one = 1;
    struct linger at_once = {1, 0}; /* or thousands stay in TIME_WAIT after each run */
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    struct epoll_event event = {.events = EPOLLOUT, .data.ptr = c};
    c->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    if (c->fd < 0) {
        perror("socket");
        exit(1);
    }
    setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    setsockopt(c->fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    opening++;
    if (connect(c->fd, (void *)&to, sizeof to) < 0 && errno != EINPROGRESS) {
        dead(c);
        return;
    }
    epoll_ctl(poller, EPOLL_CTL_ADD, c->fd, &event);
}

static void writable(connection *c) {
    int error = 0;
    socklen_t size = sizeof error;
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = c};
    getsockopt(c->fd, SOL_SOCKET, SO_ERROR, &error, &size);
    if (error || send(c->fd, request, request_size, MSG_NOSIGNAL) != request_size) {
        dead(c);
        return;
    }
    c->state = ASKED;
    epoll_ctl(poller, EPOLL_CTL_MOD, c->fd, &event);
}

/* Handle what there is, waiting for it as long as this. */
static void pump(double seconds) {
    static struct epoll_event events[1024];
    struct timespec wait = {(time_t)seconds, (long)((seconds - (time_t)seconds) * 1e9)};
    int count = epoll_pwait2(poller, events, 1024, &wait, NULL);
    for (int i = 0; i < count; i++) {
        connection *c = events[i].data.ptr;
        if (c->state == CONNECTING) writable(c);
        else if (c->state != DEAD) readable(c);
    }
}

static void pump_for(double seconds) {
    for (double end = now() + seconds; now() < end;) pump(0.02);
}

static void make_change(void) {
    for (int i = 0; i < wanted; i++)
        if (connections[i].state == OPEN) {
            send_text(&connections[i], change);
            return;
        }
}

/* ---- phases ---- */

static double cpu_of(int pid) {
    char name[64], text[1024];
    unsigned long user = 0, system = 0;
    snprintf(name, sizeof name, "/proc/%d/stat", pid);
    int fd = open(name, O_RDONLY), size = fd < 0 ? -1 : read(fd, text, sizeof text - 1);
    if (fd >= 0) close(fd);
    if (size <= 0) return 0;
    text[size] = 0;
    char *after_name = strrchr(text, ')');
    if (after_name) sscanf(after_name + 2, "%*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu", &user, &system);
    return (user + system) / (double)sysconf(_SC_CLK_TCK);
}

static double cpu(void) {
    double sum = 0;
    for (int i = 0; i < pid_count; i++) sum += cpu_of(pids[i]);
    return sum;
}

static int by_u32(const void *a, const void *b) {
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

static int by_u64(const void *a, const void *b) {
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

static double each_ms(double share) { return each_count ? each[(size_t)(share * (each_count - 1))] * 16 / 1e6 : -1; }
static double last_ms(double share) { return last_count ? last[(size_t)(share * (last_count - 1))] / 1e6 : -1; }

static struct { double at, cpu; uint64_t deliveries, completed; } from;

static void record(void) {
    recording = 1;
    each_count = last_count = 0;
    from.at = now();
    from.cpu = cpu();
    from.deliveries = deliveries;
    from.completed = completed;
}

static void report(const char *phase, double parameter) {
    double seconds = now() - from.at, used = cpu() - from.cpu;
    uint64_t count = deliveries - from.deliveries;
    recording = 0;
    qsort(each, each_count, sizeof *each, by_u32);
    qsort(last, last_count, sizeof *last, by_u64);
    printf("{\"phase\": \"%s\", \"parameter\": %g, \"open\": %d, \"dead\": %d, \"seconds\": %.3f, \"changes\": %lu, "
           "\"deliveries\": %lu, \"per_second\": %.0f, \"server_cpu\": %.3f, \"cpu_us\": %.3f, \"each_p50_ms\": %.3f, "
           "\"each_p99_ms\": %.3f, \"last_p50_ms\": %.3f, \"last_p99_ms\": %.3f}\n",
           phase, parameter, open_count, dead_count, seconds, completed - from.completed, count, count / seconds,
           used / seconds, count ? used * 1e6 / count : -1, each_ms(.5), each_ms(.99), last_ms(.5), last_ms(.99));
    fflush(stdout);
}

static void closed_phase(int window) {
    uint64_t begun = completed, made = 0;
    double end = 0, start = now(), progress = start;
    while (!end || now() < end) {
        for (; made < completed - begun + window; made++) make_change();
        uint64_t before = completed;
        pump(0.05);
        if (completed != before) progress = now();
        if (now() - progress > 8) {
            fprintf(stderr, "no change has reached everybody for 8 seconds\n");
            break;
        }
        if (!end && now() - start > 0.5) { /* half a second to get going */
            record();
            end = now() + closed_seconds;
        }
    }
    report("closed", window);
    for (double late = now() + 5; completed - begun < made && now() < late;) pump(0.05);
    pump_for(0.3);
}

static void open_phase(double rate) {
    uint64_t begun = completed, made = 0;
    record();
    for (double start = now(); now() - start < open_seconds;) {
        double due = start + made / rate - now();
        if (due <= 0) {
            make_change();
            made++;
        } else
            pump(due < 0.02 ? due : 0.02);
    }
    for (double late = now() + 3; completed - begun < made && now() < late;) pump(0.005);
    report("open", rate);
}

/* ---- the whole ---- */

static void options(int count, char **words) {
    int option;
    while ((option = getopt(count, words, "p:n:P:f:t:w:d:r:D:")) > 0) switch (option) {
        case 'p': port = atoi(optarg); break;
        case 'n': wanted = atoi(optarg); break;
        case 'P': path = optarg; break;
        case 'f': first = optarg; break;
        case 't': change = optarg; break;
        case 'w': if (window_count < 8) windows[window_count++] = atoi(optarg); break;
        case 'd': closed_seconds = atof(optarg); break;
        case 'r': if (rate_count < 8) rates[rate_count++] = atof(optarg); break;
        case 'D': open_seconds = atof(optarg); break;
        default: exit(2);
        }
}

static void connect_all(void) {
    double start = now();
    while (open_count + dead_count < wanted && now() - start < 60) {
        while (started < wanted && opening < 64) start_one();
        pump(0.1);
    }
    printf("{\"phase\": \"connected\", \"open\": %d, \"dead\": %d, \"seconds\": %.3f}\n", open_count, dead_count, now() - start);
    fflush(stdout);
}

/* Wait for "go 12,34" on standard input, answering pings meanwhile. Its end means that there is nothing more to do. */
static int wait_for_go(void) {
    char line[1024] = "";
    int size = 0;
    fcntl(0, F_SETFL, O_NONBLOCK);
    while (!strchr(line, '\n')) {
        pump(0.02);
        int got = read(0, line + size, sizeof line - 1 - size);
        if (got == 0) return 0;
        if (got > 0) line[size += got] = 0;
    }
    for (char *pid = strtok(line, " ,\n"); pid; pid = strtok(NULL, " ,\n"))
        if (atoi(pid) && pid_count < 64) pids[pid_count++] = atoi(pid);
    return 1;
}

/* One change that reaches everybody; before that a server may not have put everybody into its room. */
static int warm_up(void) {
    for (int i = 0; i < 20; i++) {
        uint64_t before = completed;
        make_change();
        for (double end = now() + 1; now() < end && completed == before;) pump(0.02);
        if (completed > before) {
            pump_for(0.3);
            return 1;
        }
    }
    return 0;
}

int main(int count, char **words) {
    options(count, words);
    connections = calloc(wanted, sizeof *connections);
    each = malloc(MOST_DELIVERIES * sizeof *each);
    last = malloc(MOST_CHANGES * sizeof *last);
    poller = epoll_create1(0);
    request_size = snprintf(request, sizeof request,
                            "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n",
                            path, port);
    connect_all();
    if (!open_count || !wait_for_go()) return !open_count;
    if (!warm_up()) {
        fprintf(stderr, "no change reached everybody\n");
        return 1;
    }
    for (int i = 0; i < window_count; i++) closed_phase(windows[i]);
    for (int i = 0; i < rate_count; i++) open_phase(rates[i]);
    return 0;
}
