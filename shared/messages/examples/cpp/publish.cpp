// Publishes a made-up camera, a bar that sweeps the sensor: ./publish [bootstrap] [rig] [camera] [seconds]
//
//   apt install g++ librdkafka-dev libflatbuffers-dev flatbuffers-compiler nlohmann-json3-dev
//   flatc --cpp -o . ../../src/main/fbs/event_packet.fbs          # writes event_packet_generated.h here
//   g++ -std=c++17 -O2 -o publish publish.cpp -lrdkafka++ -lrdkafka
#include <librdkafka/rdkafkacpp.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <random>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "event_packet_generated.h"

using Clock = std::chrono::steady_clock;
using nlohmann::json;

constexpr int64_t kStepMicros = 10'000;

struct Camera {
  uint16_t width, height;
  int32_t partition;  // of topic events
};

struct Events {  // equally long, dt ascending, microseconds from the packet's begin
  std::vector<uint16_t> x, y;
  std::vector<uint32_t> dt;
  std::vector<uint8_t> polarity;
};

std::unique_ptr<RdKafka::Conf> configuration(const std::vector<std::pair<std::string, std::string>>& settings) {
  std::unique_ptr<RdKafka::Conf> conf(RdKafka::Conf::create(RdKafka::Conf::CONF_GLOBAL));
  std::string error;
  for (const auto& [key, value] : settings) {
    if (conf->set(key, value, error) != RdKafka::Conf::CONF_OK) throw std::runtime_error(error);
  }
  return conf;
}

// The camera's entry in the newest record of its rig.
Camera camera_of(const std::string& bootstrap, const std::string& rig, const std::string& camera) {
  std::string error;
  auto conf = configuration({{"bootstrap.servers", bootstrap}, {"group.id", "unused"}, {"enable.partition.eof", "true"}});
  std::unique_ptr<RdKafka::KafkaConsumer> consumer(RdKafka::KafkaConsumer::create(conf.get(), error));
  if (!consumer) throw std::runtime_error(error);
  std::unique_ptr<RdKafka::TopicPartition> rigs(RdKafka::TopicPartition::create("rigs", 0, RdKafka::Topic::OFFSET_BEGINNING));
  consumer->assign({rigs.get()});
  json record;
  while (true) {
    std::unique_ptr<RdKafka::Message> message(consumer->consume(10'000));
    if (message->err() == RdKafka::ERR__PARTITION_EOF) break;
    if (message->err()) throw std::runtime_error("topic rigs cannot be read: bootstrap=" + bootstrap + ", cause=" + message->errstr());
    if (message->key() && *message->key() == rig && message->len() > 0) {
      const char* text = static_cast<const char*>(message->payload());
      record = json::parse(text, text + message->len());
    }
  }
  consumer->close();
  if (record.is_object()) {
    for (const auto& c : record["cameras"]) {
      if (c["id"] == camera) return {c["width"], c["height"], c["eventsPartition"]};
    }
  }
  throw std::runtime_error("no such camera, write the rig's record first (rig.py): rig=" + rig + ", camera=" + camera);
}

// One EventPacket, written into the builder.
void write(flatbuffers::FlatBufferBuilder& builder, const std::string& rig, const std::string& camera, const Camera& sensor,
           int64_t sequence, int64_t begin_micros, const Events& events) {
  builder.Clear();
  auto packet = evpose::wire::CreateEventPacket(
      builder, builder.CreateString(rig), builder.CreateString(camera), sensor.width, sensor.height, sequence, begin_micros,
      begin_micros + kStepMicros, 0, builder.CreateVector(events.x), builder.CreateVector(events.y),
      builder.CreateVector(events.dt), builder.CreateVector(events.polarity));
  evpose::wire::FinishEventPacketBuffer(builder, packet);
}

// Where your camera's driver comes in: what it saw in one step.
Events sweeping_bar(const Camera& sensor, int step, std::mt19937& random) {
  constexpr int kEvents = 1000;
  Events events;
  std::uniform_int_distribution<int> wide(0, 19), high(0, sensor.height - 1), late(0, kStepMicros - 1);
  for (int i = 0; i < kEvents; ++i) {
    events.x.push_back((2 * step + wide(random)) % sensor.width);
    events.y.push_back(high(random));
    events.dt.push_back(late(random));
    events.polarity.push_back(events.x.back() % 2);
  }
  std::sort(events.dt.begin(), events.dt.end());
  return events;
}

int publish(const std::string& bootstrap, const std::string& rig, const std::string& camera, double seconds) {
  const Camera sensor = camera_of(bootstrap, rig, camera);
  std::string error;
  // idempotent: a packet that is sent again counts once; one request in flight: the order stays, also on a topic just made
  auto conf = configuration({{"bootstrap.servers", bootstrap}, {"linger.ms", "1"}, {"batch.size", "262144"},
                             {"enable.idempotence", "true"}, {"max.in.flight.requests.per.connection", "1"}});
  std::unique_ptr<RdKafka::Producer> producer(RdKafka::Producer::create(conf.get(), error));
  if (!producer) throw std::runtime_error(error);
  const std::string key = rig + "/" + camera;
  std::mt19937 random(1);
  flatbuffers::FlatBufferBuilder builder(16 * 1024);
  const auto start = Clock::now();
  // A fresh piece of data time for each run.
  const int64_t first = std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::system_clock::now().time_since_epoch()).count() / kStepMicros;
  const int steps = static_cast<int>(seconds * 1e6 / kStepMicros);
  for (int i = 0; i < steps; ++i) {
    write(builder, rig, camera, sensor, first + i, (first + i) * kStepMicros, sweeping_bar(sensor, i, random));
    RdKafka::ErrorCode code = producer->produce("events", sensor.partition, RdKafka::Producer::RK_MSG_COPY, builder.GetBufferPointer(),
                                                builder.GetSize(), key.data(), key.size(), 0, nullptr);
    if (code) throw std::runtime_error("a packet cannot be sent: cause=" + RdKafka::err2str(code));
    producer->poll(0);
    std::this_thread::sleep_until(start + std::chrono::microseconds((i + 1) * kStepMicros));
  }
  if (producer->flush(10'000)) throw std::runtime_error("the broker does not take the packets: bootstrap=" + bootstrap);
  std::cout << steps << " packets of " << key << " published to partition " << sensor.partition << std::endl;
  return 0;
}

int main(int argc, char** argv) {
  auto argument = [&](int i, const char* otherwise) { return std::string(argc > i ? argv[i] : otherwise); };
  try {
    return publish(argument(1, "localhost:9092"), argument(2, "python"), argument(3, "cam0"), std::stod(argument(4, "10")));
  } catch (const std::exception& e) {
    std::cerr << e.what() << std::endl;
    return 1;
  }
}
