"""AutoCore's tables as SQLAlchemy models: plain types, defaults in Python, relationships with cascades."""

from sqlalchemy import Boolean, Column, DateTime, Float, ForeignKey, Integer, String, Text, func
from sqlalchemy.orm import declarative_base, relationship

Base = declarative_base()


class Device(Base):
    __tablename__ = "devices"
    id = Column(Integer, primary_key=True)
    uuid = Column(String(36), unique=True, nullable=False)
    name = Column(String(100), nullable=False)
    type = Column(String(50), nullable=False)
    mac_address = Column(String(17), unique=True)
    ip_address = Column(String(15))
    status = Column(String(20), nullable=False, default="offline")
    last_seen = Column(DateTime)
    configuration_json = Column(Text)
    capabilities_json = Column(Text)
    is_active = Column(Boolean, default=True)
    created_at = Column(DateTime, default=func.now())
    updated_at = Column(DateTime, default=func.now(), onupdate=func.now())
    relay_boards = relationship("RelayBoard", back_populates="device", cascade="all, delete-orphan")
    telemetry = relationship("TelemetryData", back_populates="device", cascade="all, delete-orphan")


class RelayBoard(Base):
    __tablename__ = "relay_boards"
    id = Column(Integer, primary_key=True)
    device_id = Column(Integer, ForeignKey("devices.id", ondelete="CASCADE"), nullable=False)
    total_channels = Column(Integer, nullable=False, default=16)
    board_model = Column(String(50))
    is_active = Column(Boolean, default=True)
    created_at = Column(DateTime, default=func.now())
    device = relationship("Device", back_populates="relay_boards")
    channels = relationship("RelayChannel", back_populates="board", cascade="all, delete-orphan")


class RelayChannel(Base):
    __tablename__ = "relay_channels"
    id = Column(Integer, primary_key=True)
    board_id = Column(Integer, ForeignKey("relay_boards.id", ondelete="CASCADE"), nullable=False)
    channel_number = Column(Integer, nullable=False)
    name = Column(String(100), nullable=False)
    function_type = Column(String(20))
    protection_mode = Column(String(20), nullable=False, default="none")
    allow_in_macro = Column(Boolean, default=True)
    is_active = Column(Boolean, default=True)
    board = relationship("RelayBoard", back_populates="channels")


class Screen(Base):
    __tablename__ = "screens"
    id = Column(Integer, primary_key=True)
    name = Column(String(100), nullable=False)
    title = Column(String(100), nullable=False)
    parent_id = Column(Integer, ForeignKey("screens.id"))
    position = Column(Integer, nullable=False, default=0)
    is_visible = Column(Boolean, default=True)
    parent = relationship("Screen", remote_side=[id], backref="children")
    items = relationship("ScreenItem", back_populates="screen", cascade="all, delete-orphan")


class ScreenItem(Base):
    __tablename__ = "screen_items"
    id = Column(Integer, primary_key=True)
    screen_id = Column(Integer, ForeignKey("screens.id", ondelete="CASCADE"), nullable=False)
    item_type = Column(String(20), nullable=False)
    name = Column(String(100), nullable=False)
    label = Column(String(100), nullable=False)
    position = Column(Integer, nullable=False)
    action_type = Column(String(30))
    action_payload = Column(Text)
    relay_board_id = Column(Integer, ForeignKey("relay_boards.id", ondelete="SET NULL"))
    relay_channel_id = Column(Integer, ForeignKey("relay_channels.id", ondelete="SET NULL"))
    is_active = Column(Boolean, default=True)
    screen = relationship("Screen", back_populates="items")


class TelemetryData(Base):
    __tablename__ = "telemetry_data"
    id = Column(Integer, primary_key=True)
    timestamp = Column(DateTime, nullable=False, default=func.now())
    device_id = Column(Integer, ForeignKey("devices.id", ondelete="CASCADE"), nullable=False)
    data_type = Column(String(50), nullable=False)
    data_key = Column(String(100), nullable=False)
    data_value = Column(Text, nullable=False)
    unit = Column(String(20))
    device = relationship("Device", back_populates="telemetry")


class EventLog(Base):
    __tablename__ = "event_logs"
    id = Column(Integer, primary_key=True)
    timestamp = Column(DateTime, nullable=False, default=func.now())
    event_type = Column(String(50), nullable=False)
    source = Column(String(100), nullable=False)
    action = Column(String(100))
    payload = Column(Text)
    status = Column(String(20))


class Macro(Base):
    __tablename__ = "macros"
    id = Column(Integer, primary_key=True)
    name = Column(String(100), unique=True, nullable=False)
    trigger_config = Column(Text)
    action_sequence = Column(Text, nullable=False)
    is_active = Column(Boolean, default=True)
    execution_count = Column(Integer, default=0)


class Icon(Base):
    __tablename__ = "icons"
    id = Column(Integer, primary_key=True)
    name = Column(String(50), unique=True, nullable=False)
    display_name = Column(String(100), nullable=False)
    category = Column(String(50))
    tags = Column(Text)
    fallback_icon_id = Column(Integer, ForeignKey("icons.id", ondelete="SET NULL"))
    is_active = Column(Boolean, default=True)
    fallback = relationship("Icon", remote_side=[id])


class CanSignal(Base):
    __tablename__ = "can_signals"
    id = Column(Integer, primary_key=True)
    signal_name = Column(String(100), unique=True, nullable=False)
    can_id = Column(String(8), nullable=False)
    start_bit = Column(Integer, nullable=False)
    length_bits = Column(Integer, nullable=False)
    scale_factor = Column(Float, default=1.0)
    offset = Column(Float, default=0.0)
    is_active = Column(Boolean, default=True)


class Vehicle(Base):
    __tablename__ = "vehicles"
    id = Column(Integer, primary_key=True)
    uuid = Column(String(36), unique=True, nullable=False)
    plate = Column(String(10), unique=True, nullable=False)
    odometer = Column(Integer, nullable=False)
    tags = Column(Text)
    last_location = Column(Text)
    next_maintenance_date = Column(DateTime)
    is_active = Column(Boolean, nullable=False)
