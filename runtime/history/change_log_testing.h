#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/evp.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "runtime/history/change_log.h"
#include "runtime/resource/contract/test_subjects.h"

// What the tests of the change log share: a store with a small log, and the formulas
// of change.proto.
namespace lotse::history {

using kerneltest::Task;
using resource::Tx;
using resource::contract::Harness;

inline constexpr char kTask[] = "programmes/p/tasks/t";
inline constexpr char kPerson[] = "Ada-Unmistakable-Lovelace";
inline constexpr char kReason[] = "because-of-unmistakable-Ada";

// The formulas of change.proto, written down once more.
inline std::string Sha(const std::string& bytes) {
  unsigned char digest[32];
  EVP_Digest(bytes.data(), bytes.size(), digest, nullptr, EVP_sha256(), nullptr);
  return std::string(reinterpret_cast<char*>(digest), 32);
}
inline std::string Number(uint64_t number) {
  std::string out(8, '\0');
  for (int i = 7; i >= 0; --i, number /= 256) out[i] = static_cast<char>(number % 256);
  return out;
}
inline std::string Bytes(const std::string& bytes) { return Number(bytes.size()) + bytes; }

class ChangeLogTest : public ::testing::Test {
 protected:
  ChangeLogTest() : harness_({resource::contract::kTestService}) {
    resource::contract::SetUpTests(&harness_);
    resource::contract::MakeProject(&harness_, "p");
    resource::contract::MakeProject(&harness_, "q");
    create_.set_parent("programmes/p");
    create_.set_task_id("t");
    create_.mutable_task()->set_title("one");
    create_.mutable_task()->set_assignee(kPerson);
    create_.mutable_task()->add_steps()->set_title("s");
    create_.mutable_task()->mutable_steps(0)->set_helper(kPerson);
    create_.set_request_id(resource::contract::RequestId(1));
    Task task;
    EXPECT_TRUE(harness_.Call(create_, &task).ok());
    for (const char* title : {"two", "three"}) {
      kerneltest::UpdateTaskRequest update;
      *update.mutable_task() = task;
      update.mutable_task()->set_title(title);
      update.set_reason(kReason);
      EXPECT_TRUE(harness_.Call(update, &task).ok());
    }
    resource::contract::MakeTask(&harness_, "p", "other");
  }

  std::vector<Entry> Entries(const std::string& owner = "programmes/p") {
    std::vector<Entry> entries;
    EXPECT_TRUE(harness_.store()
                    .Read([&](Tx& tx) {
                      ReadEntries(tx.connection(), owner, 0, 1000, [&](const Entry& entry) {
                        entries.push_back(entry);
                        return true;
                      });
                      return absl::OkStatus();
                    })
                    .ok());
    return entries;
  }

  absl::Status Verify() {
    return harness_.store().Read([&](Tx& tx) {
      int64_t entries = 0;
      return VerifyAllLogs(tx.connection(), &entries);
    });
  }

  // Damages the store with this SQL, expects that it is found and told with `named`, and
  // puts the store back as it was.
  void ExpectFound(const std::string& sql, const char* named) {
    const std::string kept = harness_.path() + ".kept";
    harness_.Sql("VACUUM INTO '" + kept + "'");
    harness_.Sql(sql);
    const absl::Status status = Verify();
    EXPECT_EQ(status.code(), absl::StatusCode::kDataLoss) << sql;
    EXPECT_THAT(std::string(status.message()), testing::HasSubstr(named)) << sql;
    harness_.Close();
    std::filesystem::remove(harness_.path() + "-wal");
    std::filesystem::rename(kept, harness_.path());
    harness_.Reopen();
  }

  // How many entries lost something.
  int Erase(const std::string& name = kTask) {
    int lost = -1;
    const absl::Status status =
        harness_.store().WriteAndWait({"eve", "guard", ""}, [&](Tx& tx) -> absl::Status {
          const auto erased = tx.ErasePersonal(name);
          if (erased.ok()) lost = *erased;
          return erased.status();
        });
    EXPECT_TRUE(status.ok()) << status;
    return lost;
  }

  // Every byte of the store's files.
  std::string Files() const {
    std::string all;
    for (const auto& file : std::filesystem::directory_iterator(
             std::filesystem::path(harness_.path()).parent_path())) {
      std::ifstream in(file.path(), std::ios::binary);
      all.append(std::istreambuf_iterator<char>(in), {});
    }
    return all;
  }

  Harness harness_;
  kerneltest::CreateTaskRequest create_;
};

}  // namespace lotse::history
