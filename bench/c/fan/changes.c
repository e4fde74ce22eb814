/* The changes: what has reached whom, how long it took, and what it cost the server. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "fan.h"

/* The changes under way, by number; a ring that is larger than any number of them. */
#define RING 65536
static struct { uint64_t number, stamp; uint32_t reached; } changes[RING];
uint64_t deliveries, completed;

/* What is being recorded: from stamp to one viewer (ns / 16) and from stamp to the last viewer (ns). */
#define MOST_DELIVERIES (1 << 25)
#define MOST_CHANGES (1 << 20)
static int recording;
static uint32_t *each;
static uint64_t *last;
static size_t each_count, last_count;

static int pids[64], pid_count;

uint64_t now_ns(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000000000ull + t.tv_nsec;
}

double now(void) { return now_ns() / 1e9; }

void on_stamp(uint64_t stamp, uint64_t number, uint64_t at) {
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

void keep_figures(void) {
    each = malloc(MOST_DELIVERIES * sizeof *each);
    last = malloc(MOST_CHANGES * sizeof *last);
}

void count_cpu_of(int pid) {
    if (pid && pid_count < 64) pids[pid_count++] = pid;
}

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

void record(void) {
    recording = 1;
    each_count = last_count = 0;
    from.at = now();
    from.cpu = cpu();
    from.deliveries = deliveries;
    from.completed = completed;
}

void report(const char *phase, double parameter) {
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
