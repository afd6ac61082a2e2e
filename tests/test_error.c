/* test_error.c - codes and their texts. */
#include "unit.h"

#include "seedbundle/error.h"

struct row {
  enum sb_code code;
  int number;
  const char *name;
  enum sb_class class_;
};

static const struct row rows[] = {
#define ROW(identifier, number, name, class_, sentence, explanation) {SB_##identifier, number, name, SB_CLASS_##class_},
    SB_ERROR_TABLE(ROW)
#undef ROW
};

/* The codes of the format's description, in its order.  Numbers are part of the ABI: what stands here stays. */
static const struct row abi[] = {
    {SB_BAD_MAGIC, 1, "bad-magic", SB_CLASS_INVALID},
    {SB_BAD_VERSION, 2, "bad-version", SB_CLASS_INVALID},
    {SB_BAD_KEYWORD, 3, "bad-keyword", SB_CLASS_INVALID},
    {SB_CARRIAGE_RETURN, 4, "carriage-return", SB_CLASS_INVALID},
    {SB_BAD_NUMBER, 5, "bad-number", SB_CLASS_INVALID},
    {SB_NUMBER_TOO_LARGE, 6, "number-too-large", SB_CLASS_INVALID},
    {SB_BAD_DIGEST, 7, "bad-digest", SB_CLASS_INVALID},
    {SB_COUNT_MISMATCH, 8, "count-mismatch", SB_CLASS_INVALID},
    {SB_TOTAL_MISMATCH, 9, "total-mismatch", SB_CLASS_INVALID},
    {SB_NAME_UTF8, 10, "name-utf8", SB_CLASS_INVALID},
    {SB_NAME_CHAR, 11, "name-char", SB_CLASS_INVALID},
    {SB_NAME_COMPONENT, 12, "name-component", SB_CLASS_INVALID},
    {SB_NAME_TOO_LONG, 13, "name-too-long", SB_CLASS_INVALID},
    {SB_NAME_DUPLICATE, 14, "name-duplicate", SB_CLASS_INVALID},
    {SB_NAME_ORDER, 15, "name-order", SB_CLASS_INVALID},
    {SB_NAME_CONFLICT, 16, "name-conflict", SB_CLASS_INVALID},
    {SB_INDEX_DIGEST_MISMATCH, 17, "index-digest-mismatch", SB_CLASS_INVALID},
    {SB_MISSING_FILE, 18, "missing-file", SB_CLASS_INVALID},
    {SB_EXTRA_FILE, 19, "extra-file", SB_CLASS_INVALID},
    {SB_HEADER_MISMATCH, 20, "header-mismatch", SB_CLASS_INVALID},
    {SB_PAYLOAD_DIGEST_MISMATCH, 21, "payload-digest-mismatch", SB_CLASS_INVALID},
    {SB_BAD_PAYLOAD_END, 22, "bad-payload-end", SB_CLASS_INVALID},
    {SB_TRAILING_DATA, 23, "trailing-data", SB_CLASS_INVALID},
    {SB_TRUNCATED, 24, "truncated", SB_CLASS_INVALID},
    {SB_LIMIT_FILES, 32, "limit-files", SB_CLASS_REFUSED},
    {SB_LIMIT_FILE_SIZE, 33, "limit-file-size", SB_CLASS_REFUSED},
    {SB_LIMIT_TOTAL_SIZE, 34, "limit-total-size", SB_CLASS_REFUSED},
    {SB_LIMIT_INDEX_BYTES, 35, "limit-index-bytes", SB_CLASS_REFUSED},
    {SB_PAYLOAD_UTF8, 36, "payload-utf8", SB_CLASS_REFUSED},
    {SB_PAYLOAD_SIZE_MISMATCH, 48, "payload-size-mismatch", SB_CLASS_INVALID},
    {SB_OUT_OF_MEMORY, 64, "out-of-memory", SB_CLASS_FAILURE},
    {SB_READ_FAILED, 65, "read-failed", SB_CLASS_FAILURE},
    {SB_DIGEST_FAILED, 66, "digest-failed", SB_CLASS_FAILURE},
};

static void codes_have_the_numbers_names_and_classes_of_the_abi(void **state) {
  (void)state;
  assert_int_equal(SB_OK, 0);
  assert_true(COUNT_OF(rows) >= COUNT_OF(abi));
  for (size_t i = 0; i < COUNT_OF(abi); i++) {
    assert_int_equal(abi[i].code, abi[i].number);
    assert_string_equal(sb_code_name(abi[i].code), abi[i].name);
    assert_int_equal(sb_code_class(abi[i].code), abi[i].class_);
  }
}

static void numbers_and_names_are_unique(void **state) {
  (void)state;
  for (size_t i = 0; i < COUNT_OF(rows); i++) {
    assert_true(rows[i].number > 0);
    assert_string_not_equal(rows[i].name, "ok");
    assert_string_not_equal(rows[i].name, "unknown");
    for (size_t j = 0; j < i; j++) {
      assert_int_not_equal(rows[i].number, rows[j].number);
      assert_string_not_equal(rows[i].name, rows[j].name);
    }
  }
}

static void texts_of_each_code_come_from_its_row(void **state) {
  (void)state;
#define CHECK(identifier, number, name, class_, sentence, explanation)                                                 \
  assert_string_equal(sb_code_name(SB_##identifier), name);                                                            \
  assert_string_equal(sb_code_sentence(SB_##identifier), sentence);                                                    \
  assert_string_equal(sb_code_explanation(SB_##identifier), explanation);
  SB_ERROR_TABLE(CHECK)
#undef CHECK
}

static void names_are_words_joined_by_hyphens(void **state) {
  (void)state;
  for (size_t i = 0; i < COUNT_OF(rows); i++) {
    const char *name = rows[i].name;
    assert_int_equal(strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-"), strlen(name));
    assert_true(name[0] != '-' && name[strlen(name) - 1] != '-' && !strstr(name, "--"));
  }
}

static void sentences_have_no_full_stop_and_explanations_end_with_one(void **state) {
  (void)state;
  for (size_t i = 0; i < COUNT_OF(rows); i++) {
    const char *sentence = sb_code_sentence(rows[i].code);
    const char *explanation = sb_code_explanation(rows[i].code);
    assert_true(strlen(sentence) > 10 && strlen(explanation) > strlen(sentence));
    assert_int_not_equal(sentence[strlen(sentence) - 1], '.');
    assert_int_equal(explanation[strlen(explanation) - 1], '.');
    assert_null(strchr(sentence, '\n'));
    assert_null(strchr(explanation, '\n'));
    assert_null(strstr(explanation, "  "));
  }
}

static void ok_and_unknown_numbers_have_texts_too(void **state) {
  (void)state;
  assert_string_equal(sb_code_name(SB_OK), "ok");
  assert_int_equal(sb_code_class(SB_OK), SB_CLASS_OK);
  assert_true(strlen(sb_code_sentence(SB_OK)) > 0 && strlen(sb_code_explanation(SB_OK)) > 0);
  for (int number = 0; number < 300; number++) {
    bool is_code = number == 0;
    for (size_t i = 0; i < COUNT_OF(rows); i++)
      is_code = is_code || rows[i].number == number;
    const enum sb_code code = (enum sb_code)number;
    if (is_code)
      continue;
    assert_string_equal(sb_code_name(code), "unknown");
    assert_int_equal(sb_code_class(code), SB_CLASS_FAILURE);
    assert_true(strlen(sb_code_sentence(code)) > 0 && strlen(sb_code_explanation(code)) > 0);
    assert_false(sb_code_is_recoverable(code));
    assert_int_equal(sb_code_next(code), SB_OK);
  }
}

static void two_codes_leave_the_framing_sound(void **state) {
  (void)state;
  for (size_t i = 0; i < COUNT_OF(rows); i++) {
    const bool expected = rows[i].code == SB_PAYLOAD_DIGEST_MISMATCH || rows[i].code == SB_PAYLOAD_UTF8;
    assert_int_equal(sb_code_is_recoverable(rows[i].code), expected);
  }
  assert_false(sb_code_is_recoverable(SB_OK));
}

static void names_lead_back_to_their_codes(void **state) {
  (void)state;
  for (size_t i = 0; i < COUNT_OF(rows); i++)
    assert_int_equal(sb_code_from_name(rows[i].name), rows[i].code);
  static const char *const no_names[] = {"",           "ok",        "unknown",   "bad-magi",
                                         "bad-magicx", "BAD-MAGIC", "BAD_MAGIC", " bad-magic"};
  for (size_t i = 0; i < COUNT_OF(no_names); i++)
    assert_int_equal(sb_code_from_name(no_names[i]), SB_OK);
}

static void walk_visits_every_row_once_in_order(void **state) {
  (void)state;
  enum sb_code code = SB_OK;
  for (size_t i = 0; i < COUNT_OF(rows); i++) {
    code = sb_code_next(code);
    assert_int_equal(code, rows[i].code);
  }
  assert_int_equal(sb_code_next(code), SB_OK);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(codes_have_the_numbers_names_and_classes_of_the_abi),
      cmocka_unit_test(numbers_and_names_are_unique),
      cmocka_unit_test(texts_of_each_code_come_from_its_row),
      cmocka_unit_test(names_are_words_joined_by_hyphens),
      cmocka_unit_test(sentences_have_no_full_stop_and_explanations_end_with_one),
      cmocka_unit_test(ok_and_unknown_numbers_have_texts_too),
      cmocka_unit_test(two_codes_leave_the_framing_sound),
      cmocka_unit_test(names_lead_back_to_their_codes),
      cmocka_unit_test(walk_visits_every_row_once_in_order),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
