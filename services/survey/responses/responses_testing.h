#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_format.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "runtime/rpc/error.h"
#include "services/survey/responses/wave_pair.h"

// What the tests of stored answers share.
namespace lotse::survey {

inline constexpr char kWave[] = "programmes/p/engagements/e/surveys/s/waves/w";
inline constexpr char kOther[] = "programmes/p/engagements/e/surveys/s/waves/x";
inline constexpr char kFirst[] = "0b1f3c5e-9d2a-4c7b-8e61-2f4a6c8e0d13";
inline constexpr char kSecond[] = "1c2f3c5e-9d2a-4c7b-8e61-2f4a6c8e0d14";

inline std::shared_ptr<const CompiledInstrument> OneText() {
  v1alpha::Instrument instrument;
  auto* question = instrument.add_sections()->add_questions();
  question->set_code("Q1");
  question->set_kind(v1alpha::Question::KIND_TEXT);
  return std::make_shared<const CompiledInstrument>(instrument);
}

inline Answers Text(const std::string& text) {
  Answers answers;
  auto* answer = answers.Add();
  answer->set_code("Q1");
  answer->set_text(text);
  return answers;
}

// An id for each number, in no order.
inline std::string IdOf(int number) {
  return absl::StrFormat("%08x-0000-4000-8000-000000000000", number * 2654435761u);
}

// What has no order by itself, with its own thread's work, comes true soon.
template <class Holds>
bool Soon(Holds holds) {
  for (int i = 0; i < 2'000; ++i) {
    if (holds()) return true;
    absl::SleepFor(absl::Milliseconds(10));
  }
  return false;
}

// Adds a response to a store or a pair, and waits.
template <class Store>
absl::StatusOr<bool> AddAndWait(Store& store, Response response) {
  absl::Mutex mutex;
  std::optional<absl::StatusOr<bool>> added;
  store.Add(std::move(response), {}, [&](absl::StatusOr<Stored> stored) {
    absl::MutexLock lock(&mutex);
    added = stored.ok() ? absl::StatusOr<bool>(stored->duplicate) : stored.status();
  });
  const auto told = [&] { return added.has_value(); };
  absl::MutexLock lock(&mutex);
  mutex.Await(absl::Condition(&told));
  return *std::move(added);
}

inline std::string BytesOf(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return std::string((std::istreambuf_iterator<char>(file)), {});
}

class ResponsesTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = testing::TempDir() + "/responsesXXXXXX";
    folder_ = mkdtemp(pattern.data());
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::vector<std::string> FilesThere() const {
    std::vector<std::string> files;
    for (const auto& entry : std::filesystem::directory_iterator(folder_)) {
      files.push_back(entry.path().filename());
    }
    return files;
  }

  std::string folder_;
  const std::shared_ptr<const CompiledInstrument> instrument_ = OneText();
};

}  // namespace lotse::survey
