#pragma once

#include <cstddef>
#include <cstdint>
#include <list>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"

namespace lotse::survey::qualitative {

// Something that was made ready of the material of a study, so that it need not be read again. It
// never changes, and depends on nothing but the material: whoever hands some of it out looks each
// time what the caller may see.
class MadeReady {
 public:
  virtual ~MadeReady() = default;
  // What it takes in memory, about.
  virtual size_t bytes() const = 0;

 protected:
  MadeReady() = default;
  MadeReady(const MadeReady&) = default;
  MadeReady(MadeReady&&) = default;
  MadeReady& operator=(const MadeReady&) = default;
  MadeReady& operator=(MadeReady&&) = default;
};

// What was made ready of studies, under a budget: if there is no room, what was not asked for
// longest is dropped. No study takes more than its share: what is looked for in one makes room
// among what is kept of that one. Only StudyFiles keeps something here, for one state of its
// material, and drops it with each change. Thread-safe.
class KeptMaterial {
 public:
  using Ready = std::shared_ptr<const MadeReady>;

  // The most that is counted at once (study_corpus.h) takes about 55 MiB, and words that are looked
  // for about five times what their texts do.
  static constexpr size_t kBudget = size_t{128} << 20;
  static constexpr size_t kShare = kBudget / 2;

  explicit KeptMaterial(size_t budget = kBudget, size_t share = kShare)
      : budget_(budget), share_(share) {}

  // Null unless this part of the study is kept for this state.
  Ready Find(const std::string& study, const std::string& part, int64_t state);
  // In the place of what was kept of this part; not if it is larger than a share.
  void Keep(const std::string& study, const std::string& part, int64_t state, Ready ready);
  // All parts of a study.
  void Drop(const std::string& study);
  // Of all that is kept. What is in use and was dropped meanwhile comes on top.
  size_t bytes() const;

 private:
  // A study and a part of it.
  using Key = std::pair<std::string, std::string>;
  struct Entry {
    Ready ready;
    int64_t state = 0;
    size_t bytes = 0;
    std::list<Key>::iterator at;           // Its place in used_.
    std::list<Key>::iterator at_of_study;  // In that of its study.
  };
  // What is kept of a study.
  struct Parts {
    std::list<Key> used;  // As used_.
    size_t bytes = 0;
  };

  // Of a study.
  size_t BytesOf(const std::string& study) const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  // Takes an entry out and gives what it kept to `gone`, which is let go of without the lock.
  void TakeOut(std::map<Key, Entry>::iterator entry, std::vector<Ready>* gone)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const size_t budget_;
  const size_t share_;
  mutable absl::Mutex mutex_;
  std::map<Key, Entry> entries_ ABSL_GUARDED_BY(mutex_);  // The parts of a study are neighbours.
  std::list<Key> used_ ABSL_GUARDED_BY(mutex_);           // The last used one comes first.
  std::map<std::string, Parts> studies_ ABSL_GUARDED_BY(mutex_);  // Of which there is something.
  size_t bytes_ ABSL_GUARDED_BY(mutex_) = 0;
};

}  // namespace lotse::survey::qualitative
