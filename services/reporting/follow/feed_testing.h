#pragma once

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "lotse/type/v1alpha/change_service.pb.h"
#include "runtime/ops/log.h"
#include "runtime/rpc/error.h"
#include "runtime/schema/address.h"

// What the tests of the mirror share: a feed as a service has it, a log that is read, a folder.
namespace lotse::reporting {

// The change logs of a service in the order in which its feed tells them.
class FakeFeed {
 public:
  using Request = type::v1alpha::ListChangesRequest;
  using Response = type::v1alpha::ListChangesResponse;

  // Stores a resource: one more revision of it. Gives the entry.
  template <class Resource>
  type::v1alpha::Change& Put(const Resource& resource, const char* verb = "UPDATE") {
    auto& change = Add(resource.name(), verb);
    change.set_revision(++revisions_[resource.name()]);
    change.mutable_content()->PackFrom(resource);
    return change;
  }
  // Deletes it for good.
  void Delete(const std::string& name) { Add(name, "DELETE").set_revision(++revisions_[name]); }
  // Notes something that changes nothing of it, or ERASE.
  void Note(const std::string& name, const char* verb) { Add(name, verb); }

  absl::StatusOr<Response> List(const Request& request) {
    ++asked;
    last = request;
    if (before_answer) before_answer();
    if (down) return absl::UnavailableError("nobody is there");
    size_t next = 0;
    const std::string& cursor = request.cursor();
    if (!cursor.empty() && (cursor.substr(0, epoch.size()) != epoch ||
                            !absl::SimpleAtoi(cursor.substr(epoch.size()), &next))) {
      return rpc::Error(type::v1alpha::ERROR_REASON_INVALID_PAGE_TOKEN, "another log");
    }
    Response page;
    const size_t end = std::min(changes.size(), next + page_size);
    for (; next < end; ++next) *page.add_changes() = changes[next];
    page.set_next_cursor(absl::StrCat(epoch, next));
    page.set_more(next < changes.size());
    return page;
  }

  std::vector<type::v1alpha::Change> changes;
  size_t page_size = 1000;
  std::string epoch = "a";  // Another one after a restore.
  bool down = false;
  int asked = 0;
  Request last;
  std::function<void()> before_answer;

 private:
  type::v1alpha::Change& Add(const std::string& name, const char* verb) {
    type::v1alpha::Change& change = changes.emplace_back();
    change.set_owner(std::string(schema::OwnerOf(name)));
    change.set_sequence(++sequences_[change.owner()]);
    change.set_resource(name);
    change.set_verb(verb);
    change.set_hash(std::string(32, static_cast<char>(change.sequence())));
    return change;
  }

  std::map<std::string, int64_t> revisions_;
  std::map<std::string, int64_t> sequences_;
};

// A log whose lines can be read.
class ReadLog {
 public:
  ops::Log* log() { return log_.get(); }
  // All lines so far; nothing can be logged afterwards.
  std::string Text() {
    log_.reset();
    std::rewind(file_.get());
    std::string text;
    for (int c = std::fgetc(file_.get()); c != EOF; c = std::fgetc(file_.get())) {
      text.push_back(static_cast<char>(c));
    }
    return text;
  }

 private:
  std::unique_ptr<std::FILE, int (*)(std::FILE*)> file_{std::tmpfile(), &std::fclose};
  std::unique_ptr<ops::Log> log_ = std::make_unique<ops::Log>("test", fileno(file_.get()));
};

// A folder that is removed with it.
class Folder {
 public:
  Folder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "mirrorXXXXXX").string();
    path_ = mkdtemp(pattern.data());
  }
  Folder(const Folder&) = delete;
  ~Folder() { std::filesystem::remove_all(path_); }
  std::string operator/(const std::string& file) const { return path_ + "/" + file; }

  // A copy of what lies there now, as a crash would leave it.
  void CopyTo(const Folder& other) const {
    std::filesystem::copy(path_, other.path_, std::filesystem::copy_options::recursive);
  }
  // Every byte of every file.
  std::string Bytes() const {
    std::string all;
    for (const auto& file : std::filesystem::directory_iterator(path_)) {
      std::ifstream in(file.path(), std::ios::binary);
      all.append(std::istreambuf_iterator<char>(in), {});
    }
    return all;
  }

 private:
  std::string path_;
};

}  // namespace lotse::reporting
