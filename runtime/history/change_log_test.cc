#include "absl/strings/str_cat.h"
#include "runtime/history/change_log_testing.h"
#include "runtime/rpc/error.h"

namespace lotse::history {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

TEST_F(ChangeLogTest, HashesAreThoseOfTheDescription) {
  harness_.cause.role = "";
  resource::contract::MakeTask(&harness_, "p", "third");
  const std::vector<Entry> entries = Entries();
  ASSERT_EQ(entries.size(), 6);
  std::string before(32, '\0');
  for (const Entry& e : entries) {
    EXPECT_EQ(e.salt.size(), 16);
    EXPECT_EQ(e.digest, Sha(e.salt + Bytes(e.reason) + e.content)) << e.sequence;
    EXPECT_EQ(e.hash, Sha(before + Bytes(e.owner) + Number(e.sequence) + Bytes(e.resource) +
                          Bytes(e.verb) + Bytes(e.actor) + Bytes(e.role) + Bytes(e.request_id) +
                          Number(e.revision) + Number(e.create_time_us) + e.digest))
        << e.sequence;
    before = e.hash;
  }
  EXPECT_TRUE(harness_.store()
                  .Read([&](Tx& tx) {
                    const Head head = HeadOf(tx.connection(), "programmes/p");
                    EXPECT_EQ(head.sequence, 6);
                    EXPECT_EQ(head.hash, before);
                    EXPECT_EQ(HeadOf(tx.connection(), "programmes/none").sequence, 0);
                    return absl::OkStatus();
                  })
                  .ok());
  EXPECT_NE(NewSalt(), NewSalt());
}

TEST_F(ChangeLogTest, NumbersEachOwnersEntriesFromOne) {
  std::vector<std::string> all;
  for (const char* owner : {"programmes/p", "programmes/q"}) {
    for (const Entry& e : Entries(owner)) {
      all.push_back(absl::StrCat(e.owner, " ", e.sequence, " ", e.verb, " ", e.revision));
    }
  }
  EXPECT_THAT(all, ElementsAre("programmes/p 1 CREATE 1", "programmes/p 2 CREATE 1",
                               "programmes/p 3 UPDATE 2", "programmes/p 4 UPDATE 3",
                               "programmes/p 5 CREATE 1", "programmes/q 1 CREATE 1"));
}

TEST_F(ChangeLogTest, GivesTheContentOfARevision) {
  const absl::Status status = harness_.store().Read([&](Tx& tx) {
    for (const auto& [revision, title] : {std::pair(1, "one"), {2, "two"}, {3, "three"}}) {
      const auto content = ContentOfRevision(tx.connection(), "programmes/p", kTask, revision);
      Task task;
      EXPECT_TRUE(content.ok() && task.ParseFromString(*content));
      EXPECT_EQ(task.title(), title);
    }
    return ContentOfRevision(tx.connection(), "programmes/p", kTask, 4).status();
  });
  EXPECT_EQ(status.code(), absl::StatusCode::kNotFound);
}

TEST_F(ChangeLogTest, GivesTheVerbOfARevision) {
  const absl::Status status = harness_.store().Read([&](Tx& tx) {
    EXPECT_EQ(VerbOfRevision(tx.connection(), "programmes/p", kTask, 1), "CREATE");
    EXPECT_EQ(VerbOfRevision(tx.connection(), "programmes/p", kTask, 3), "UPDATE");
    EXPECT_EQ(VerbOfRevision(tx.connection(), "programmes/p", kTask, 4), "");
    EXPECT_EQ(VerbOfRevision(tx.connection(), "programmes/q", kTask, 1), "");
    return absl::OkStatus();
  });
  EXPECT_TRUE(status.ok()) << status;
}

TEST_F(ChangeLogTest, AttacksAreFoundAndNamed) {
  ASSERT_TRUE(Verify().ok()) << Verify();
  const std::string entry = " WHERE owner = 'programmes/p' AND sequence = 3";
  const std::string last = " WHERE owner = 'programmes/p' AND sequence = 5";
  const std::string back =
      "UPDATE head SET sequence = 4, hash = (SELECT hash FROM change WHERE owner = 'programmes/p' "
      "AND sequence = 4) WHERE owner = 'programmes/p'";
  const struct {
    std::string sql;
    const char* named;
  } cases[] = {
      {"UPDATE change SET owner = 'programmes/z'" + entry, "programmes/p: entry 3 is missing"},
      {"UPDATE change SET sequence = 9" + entry, "programmes/p: entry 3 is missing"},
      {"UPDATE change SET resource = 'programmes/p/tasks/x'" + entry, "programmes/p: entry 3"},
      {"UPDATE change SET verb = 'DELETE'" + entry, "programmes/p: entry 3"},
      {"UPDATE change SET actor = 'bob'" + entry, "programmes/p: entry 3"},
      {"UPDATE change SET role = 'x'" + entry, "programmes/p: entry 3"},
      {"UPDATE change SET request_id = 'x'" + entry, "programmes/p: entry 3"},
      {"UPDATE change SET revision = 7" + entry, "programmes/p: entry 3"},
      {"UPDATE change SET create_time = create_time + 1" + entry, "programmes/p: entry 3"},
      {"UPDATE change SET digest = zeroblob(32)" + entry, "programmes/p: entry 3"},
      {"UPDATE change SET hash = zeroblob(32)" + entry, "programmes/p: entry 3"},
      {"UPDATE change_content SET salt = zeroblob(16)" + entry, "programmes/p: entry 3"},
      {"UPDATE change_content SET reason = ''" + entry, "programmes/p: entry 3"},
      {"UPDATE change_content SET content = CAST('x' AS BLOB)" + entry, "programmes/p: entry 3"},
      {"UPDATE change_content SET erased_by = 5" + entry, "programmes/p: entry 3"},
      {"UPDATE change_content SET owner = 'programmes/q'" + entry,
       "programmes/p: entry 3 is missing"},
      {"DELETE FROM change" + entry, "programmes/p: entry 3 is missing"},
      {"DELETE FROM change_content" + entry, "programmes/p: entry 3 is missing"},
      {"DELETE FROM change" + last, "programmes/p: entry 5 should be the last"},
      {"DELETE FROM head", "programmes/p: entry 0 should be the last"},
      {"DELETE FROM change" + last + "; " + back,
       "programmes/p/tasks/other: is there, though not by"},
      {"DELETE FROM change WHERE owner = 'programmes/q'; "
       "DELETE FROM head WHERE owner = 'programmes/q'",
       "programmes/q: is there, though not by"},
      {"UPDATE change SET sequence = 99" + entry +
           "; UPDATE change SET sequence = 3 "
           "WHERE owner = 'programmes/p' AND sequence = 4; "
           "UPDATE change SET sequence = 4 WHERE sequence = 99",
       "programmes/p: entry 3"},
      {"UPDATE change_content SET sequence = 99" + entry +
           "; UPDATE change_content SET sequence "
           "= 3 WHERE owner = 'programmes/p' AND sequence = 4; "
           "UPDATE change_content SET sequence = 4 WHERE sequence = 99",
       "programmes/p: entry 4"},
      {"UPDATE head SET sequence = 4 WHERE owner = 'programmes/p'",
       "programmes/p: entry 4 should be the last"},
      {"UPDATE head SET hash = zeroblob(32) WHERE owner = 'programmes/p'",
       "programmes/p: entry 5 should be the last"},
      {"UPDATE resource SET content = CAST('x' AS BLOB) WHERE name = 'tasks/t'",
       "programmes/p/tasks/t: is not what the log"},
      {"UPDATE resource SET revision = 2 WHERE name = 'tasks/t'",
       "programmes/p/tasks/t: is not what the log"},
      {"UPDATE resource SET revision = 1, content = (SELECT content FROM change_content "
       "WHERE owner = 'programmes/p' AND sequence = 2) WHERE name = 'tasks/t'",
       "programmes/p/tasks/t: is not what the log says last"},
      {"UPDATE change_content SET salt = CAST(salt || 'x' AS BLOB)" + entry,
       "programmes/p: entry 3 has a salt of another length"},
      {"DELETE FROM resource WHERE name = 'tasks/t'", "programmes/p/tasks/t: is missing"},
  };
  for (const auto& c : cases) ExpectFound(c.sql, c.named);
  ASSERT_TRUE(Verify().ok()) << Verify();
}

TEST_F(ChangeLogTest, AReadIsAnEntryAndChangesNothing) {
  for (const char* name : {kTask, "programmes/p/tasks/-"}) {
    EXPECT_TRUE(harness_.store()
                    .WriteAndWait({"bob", "auditor", "id"},
                                  [&](Tx& tx) {
                                    tx.LogRead(name);
                                    return absl::OkStatus();
                                  })
                    .ok());
  }
  const std::vector<Entry> entries = Entries();
  ASSERT_EQ(entries.size(), 7);
  const Entry& read = entries[5];
  EXPECT_EQ(read.verb, "READ");
  EXPECT_EQ(read.resource, kTask);
  EXPECT_EQ(read.actor, "bob");
  EXPECT_EQ(read.role, "auditor");
  EXPECT_EQ(read.request_id, "id");
  EXPECT_EQ(read.revision, 0);
  EXPECT_EQ(read.reason + read.content, "");
  EXPECT_TRUE(Verify().ok()) << Verify();
  EXPECT_TRUE(harness_.store()
                  .Read([&](Tx& tx) {
                    EXPECT_TRUE(ContentOfRevision(tx.connection(), "programmes/p", kTask, 3).ok());
                    EXPECT_FALSE(ContentOfRevision(tx.connection(), "programmes/p", kTask, 0).ok());
                    sql::Query newest = tx.connection().Prepare("NewestRevision");
                    newest.Bind(1, "programmes/p").Bind(2, "programmes/p/tasks/-");
                    EXPECT_FALSE(newest.Next());
                    return absl::OkStatus();
                  })
                  .ok());
  ExpectFound("UPDATE change SET actor = 'ada' WHERE owner = 'programmes/p' AND sequence = 6",
              "entry 6 was altered");
  ExpectFound("DELETE FROM change WHERE owner = 'programmes/p' AND sequence = 6",
              "entry 6 is missing");
}

TEST_F(ChangeLogTest, ListsTheFirstFaultsAndCountsTheRest) {
  for (int i = 0; i < 30; ++i) resource::contract::MakeTask(&harness_, "p", absl::StrCat("m", i));
  harness_.Sql("UPDATE change SET actor = 'bob' WHERE owner = 'programmes/p'");
  const absl::Status status = Verify();
  EXPECT_THAT(std::string(status.message()), HasSubstr("\nand 15 more"));
}

}  // namespace
}  // namespace lotse::history
