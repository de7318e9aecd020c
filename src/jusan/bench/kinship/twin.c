/* The same scan in plain C, for comparison: a row of codes, a table, a limit. */
#include <stdint.h>

/* One running sum, as one would write it first. */
long scan_plain(const uint16_t *codes, long width, const float *table, float limit,
                int64_t *rows, long start, long stop) {
    long found = 0;
    for (long i = start; i < stop; i++) {
        const uint16_t *row = codes + width * i;
        float sum = 0;
        for (int m = 0; m < 24; m++) sum += table[row[m]];
        if (sum >= limit) rows[found++] = i;
    }
    return found;
}

/* Four running sums, so that an addition need not wait for the one before: the fastest plain C. */
long scan_four(const uint16_t *codes, long width, const float *table, float limit,
               int64_t *rows, long start, long stop) {
    long found = 0;
    for (long i = start; i < stop; i++) {
        const uint16_t *row = codes + width * i;
        float a = 0, b = 0, c = 0, d = 0;
        for (int m = 0; m < 24; m += 4) {
            a += table[row[m]];
            b += table[row[m + 1]];
            c += table[row[m + 2]];
            d += table[row[m + 3]];
        }
        if ((a + b) + (c + d) >= limit) rows[found++] = i;
    }
    return found;
}
